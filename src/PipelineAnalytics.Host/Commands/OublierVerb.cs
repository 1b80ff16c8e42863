using System.CommandLine;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Jobs.Oublier;

namespace PipelineAnalytics.Host.Commands;

internal sealed class OublierVerb : JobVerb
{
    private const string StandardInput = "-";

    private readonly Option<string[]> utilisateur = new("--utilisateur")
    {
        Description = "The identifier of a person, as events hold it; may be repeated. A command line is seen by others on the machine and kept by shells: prefer --fichier -",
        HelpName = "id",
    };

    private readonly Option<string?> fichier = new("--fichier")
    {
        Description = "A file with one identifier a line; - for standard input. Empty lines are passed by",
        HelpName = "path",
    };

    public OublierVerb() : base(
        "oublier",
        "Forget people: replace their identifier, in events and in all that derives from them, by a random pseudonym. Counts stay what they were. Close the accounts in production first: this verb changes analytics only.",
        "oublier --fichier - < identifiants.txt",
        "oublier --fichier identifiants.txt --json",
        "oublier --utilisateur 8b1c2a --utilisateur 90fe11")
    {
        Options.Add(utilisateur);
        Options.Add(fichier);
    }

    public override bool IsDiscreet => true;

    protected override IJob Job(ParseResult parse)
    {
        var named = parse.GetValue(utilisateur) ?? [];
        var path = parse.GetValue(fichier);
        if (named.Length == 0 && path is null) throw PipelineException.Misused("oublier is not told whom: give --utilisateur ID, or --fichier PATH with one identifier a line (- for standard input).");
        if (named.Any(string.IsNullOrWhiteSpace)) throw PipelineException.Misused("--utilisateur is given an empty identifier.");
        return new OublierJob([.. named, .. path is null ? [] : Lines(path)]);
    }

    /// <exception cref="PipelineException">Exit code 2: the file cannot be read.</exception>
    private static IReadOnlyList<string> Lines(string path)
    {
        try
        {
            using var reader = path == StandardInput ? new StreamReader(Console.OpenStandardInput()) : new StreamReader(path);
            var lines = new List<string>();
            while (reader.ReadLine() is { } line)
            {
                if (!string.IsNullOrWhiteSpace(line)) lines.Add(line.Trim());
            }

            return lines;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw PipelineException.Misused($"--fichier {path} cannot be read: {e.Message}");
        }
    }
}
