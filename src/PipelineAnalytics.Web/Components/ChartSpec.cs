using System.Text.Json.Serialization;

namespace PipelineAnalytics.Web.Components;

/// <summary>What a chart draws; how is said once, in <c>tableau.js</c>.</summary>
/// <param name="Etiquettes">Of the axis, one a point: weeks as their Mondays, ISO, or names.</param>
/// <param name="Unite">Of the values, for the tip: « utilisateurs », « % ».</param>
public sealed record ChartSpec(IReadOnlyList<string> Etiquettes, IReadOnlyList<Serie> Series, string Unite);

/// <param name="Valeurs">One a label; null where there is none, a gap.</param>
/// <param name="Discret">Drawn thin and dashed: what one compares with.</param>
public sealed record Serie(string Nom, IReadOnlyList<double?> Valeurs, bool Discret = false);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ChartSpec))]
internal sealed partial class ChartJson : JsonSerializerContext;
