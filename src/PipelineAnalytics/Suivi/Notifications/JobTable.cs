namespace PipelineAnalytics.Suivi.Notifications;

/// <summary>Jobs in lines that stand one under the other, for a block of characters of one width: job, état, compteurs, durée.</summary>
internal static class JobTable
{
    private const string Gap = "  ";

    public static string Of(IEnumerable<NightJob> jobs)
    {
        var lines = jobs.Select(Cells).Prepend(["job", "état", "compteurs", "durée"]).ToList();
        var widths = Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => line[column].Length)).ToList();
        return string.Join('\n', lines.Select(line => string.Join(Gap, line.Zip(widths, static (cell, width) => cell.PadRight(width))).TrimEnd()));
    }

    private static string[] Cells(NightJob job) =>
        [job.Verb, State(job), JobCounts.Of(job.Verb, job.Result), job.Duration is { } duration ? Francais.Duree(duration) : ""];

    private static string State(NightJob job)
    {
        var word = job.State switch
        {
            NightJobState.Reussie => "réussi",
            NightJobState.Echouee => "échec",
            NightJobState.Court => "en cours",
            _ => "en attente",
        };
        return job.Attempts > 1 ? $"{word} ({job.Attempts} essais)" : word;
    }
}
