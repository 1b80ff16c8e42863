namespace PipelineAnalytics.LocalPostgres;

/// <summary>Reads what a server or a tool of PostgreSQL said before it gave up.</summary>
internal static class ServerLog
{
    private const string PortTaken = "could not bind IPv4 address";
    private static readonly string[] Grave = ["PANIC:", "FATAL:", "ERROR:", "error:"];

    /// <summary>
    /// The one line that tells most: a port that is taken, else the last grave message, else the last line. Without the date before it.
    /// </summary>
    public static string Reason(string log)
    {
        var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.LastOrDefault(IsPortTaken) is { } taken ? From(PortTaken, taken)
            : lines.LastOrDefault(line => Grave.Any(grave => line.Contains(grave, StringComparison.Ordinal))) is { } line
                ? Grave.Select(grave => From(grave, line)).MinBy(text => text.Length)!
                : lines.LastOrDefault() ?? "it said nothing";
    }

    /// <summary>Another process took the port between our choosing and the server's binding.</summary>
    public static bool IsPortTaken(string reason) => reason.Contains(PortTaken, StringComparison.Ordinal);

    private static string From(string word, string line) =>
        line.IndexOf(word, StringComparison.Ordinal) is var start and >= 0 ? line[start..] : line;
}
