namespace PipelineAnalytics.Web.Pages.Engagement;

/// <summary>A choice that is a link, and whether the page shows it now.</summary>
public sealed record BasculeChoix(string Texte, string Adresse, bool Actuel);
