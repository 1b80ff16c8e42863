namespace PipelineAnalytics.Suivi.Notifications;

/// <summary>Why a failure is told.</summary>
internal enum News
{
    /// <summary>It was well before.</summary>
    Opened,

    /// <summary>It fails in a later night, too.</summary>
    AnotherNight,

    /// <summary>The night's attempts are over.</summary>
    GivenUp,
}

/// <summary>What is told of a failure.</summary>
/// <param name="Since">When it failed first.</param>
/// <param name="RetryAt">When it is tried again; null: nobody does.</param>
/// <param name="LastRun">The job's last run, where it is known.</param>
internal sealed record FailureNews(string Subject, News News, string Error, DateOnly? Night, DateTimeOffset Since, DateTimeOffset? RetryAt, NightJob? LastRun);

/// <summary>The messages, in French: a bold line, a table, the error in a block of its own.</summary>
/// <remarks>
/// A text stays below the 16,383 characters that Mattermost takes: the errors of a message share 3,000, which escaping makes five times
/// as long at worst, and the rest is a few lines of ours.
/// </remarks>
internal sealed class MessageTexts(ChatDialect dialect, TimeZoneInfo zone)
{
    private const int ErrorCharacters = 3000;

    public string Failed(FailureNews failure) => Lines(
        dialect.Bold(Title(failure) + OfNight(failure.Night)),
        failure.LastRun is { } run ? dialect.Block(JobTable.Of([run])) : null,
        dialect.Block(failure.Error, ErrorCharacters),
        failure.News == News.Opened ? null : $"En échec depuis le {Francais.Moment(failure.Since, zone)}.",
        Next(failure));

    public string Recovered(string subject, DateOnly? night, DateTimeOffset since, DateTimeOffset now, NightJob? run) => Lines(
        dialect.Bold((subject == Subjects.Freshness ? "Données de nouveau à jour" : $"Rétabli : {subject}") + OfNight(night)),
        run is null ? null : dialect.Block(JobTable.Of([run])),
        $"Après {Francais.Duree(now - since)} d'échec, depuis le {Francais.Moment(since, zone)}.");

    public string NightEnded(NightSummary night)
    {
        var failed = night.Jobs.Where(j => j.Error is not null).ToList();
        return Lines([
            dialect.Bold($"Nuit du {Francais.Jour(night.Date)} : {(night.Succeeded ? "réussie" : "échec")}, terminée à {Francais.Heure(night.Ended, zone)}, en {Francais.Duree(night.Ended - night.Started)}"),
            dialect.Block(JobTable.Of(night.Jobs)),
            .. failed.Select(j => dialect.Block(failed.Count == 1 ? j.Error! : $"{j.Verb}: {j.Error}", ErrorCharacters / failed.Count)),
            night.OnPreviousMirror ? "Calculée sur le miroir d'une nuit précédente : celui de cette nuit a échoué." : null]);
    }

    private static string Title(FailureNews failure) => (failure.Subject, failure.News) switch
    {
        (Subjects.Freshness, News.Opened) => "Données pas à jour",
        (Subjects.Freshness, _) => "Données toujours pas à jour",
        (_, News.Opened) => $"Échec : {failure.Subject}",
        (_, News.AnotherNight) => $"Toujours en échec : {failure.Subject}",
        _ => $"Échec définitif cette nuit : {failure.Subject}",
    };

    private string? Next(FailureNews failure) =>
        failure.RetryAt is { } retry ? $"Prochain essai à {Francais.Heure(retry, zone)}."
        : failure.Night is not null && failure.Subject != Subjects.Freshness ? "Pas d'autre essai cette nuit : quelqu'un doit intervenir."
        : null;

    private static string OfNight(DateOnly? night) => night is { } date ? $" (nuit du {Francais.Jour(date)})" : "";

    private static string Lines(params IEnumerable<string?> lines) => string.Join('\n', lines.Where(l => l is not null));
}

/// <summary>What an alert is about, when it is not a verb.</summary>
internal static class Subjects
{
    public const string Freshness = "fraicheur";
}
