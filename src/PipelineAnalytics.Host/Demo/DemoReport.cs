using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PipelineAnalytics.Host.Output;
using PipelineAnalytics.Jobs;
using Spectre.Console;

namespace PipelineAnalytics.Host.Demo;

/// <summary>Shows the picture as tables with bars as long as there is room; headings and values are the dashboard's, hence in French.</summary>
internal static class DemoReport
{
    private const string Indent = "  ";

    private const int LeastName = 10, LeastBar = 8, LongestBar = 24;

    private static readonly JsonSerializerOptions CamelCase = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static void Write(IAnsiConsole console, DemoPicture picture, IReadOnlyList<JobRun> runs)
    {
        var semaine = Day(picture.Engagement[^1].Semaine);
        Table(console, "Engagement national", ["semaine", ">2 mois", ">3 sur 6", ">actifs"], picture.Engagement, row =>
            [Day(row.Semaine), Wording.Number(row.DeuxMois), Wording.Number(row.TroisSurSix), Wording.Number(row.Actifs)], row => row.Actifs);
        Table(console, $"Fonctionnalités, semaine du {semaine}", ["fonctionnalité", ">utilisateurs", ">événements"], picture.Fonctionnalites, row =>
            [row.Fonctionnalite, Wording.Number(row.Utilisateurs), Wording.Number(row.Evenements)], row => row.Evenements);
        Table(console, $"Départements, semaine du {semaine}", ["région", "département", ">2 mois", ">actifs"], picture.Departements, row =>
            [row.Region, row.Departement, Wording.Number(row.DeuxMois), Wording.Number(row.Actifs)], row => row.Actifs);
        Table(console, "Vues", ["vue", ">semaines", ">lignes"], picture.Vues, row => [row.Vue, Wording.Number(row.Semaines), Wording.Number(row.Rows)]);
        Table(console, "Jobs", ["job", ">took", "result"], runs, run => [run.Verb, Wording.Duration(run.Duration), JobReport.Summary(run.Verb, run.Outcome.Result)]);
    }

    public static void Json(JsonObject answer, DemoPicture picture, IReadOnlyList<JobRun> runs)
    {
        answer["jobs"] = new JsonArray([.. runs.Select(JobReport.Json)]);
        foreach (var (name, value) in JsonSerializer.SerializeToNode(picture, CamelCase)!.AsObject()) answer[name] = value?.DeepClone();
    }

    /// <param name="bar">What the bars at the rows' ends show; none without it, or where there is no room for them.</param>
    private static void Table<T>(IAnsiConsole console, string title, string[] headings, IReadOnlyList<T> rows, Func<T, string[]> cells, Func<T, long>? bar = null)
    {
        var listing = new Listing([(0, LeastName)], headings);
        foreach (var row in rows) listing.Add(cells(row));
        var width = console.Profile.Width - Indent.Length - 1;
        var lines = listing.Lay(bar is null ? width : width - Listing.Gap - LeastBar).Select(line => string.Concat(line)).ToList();

        console.WriteLine();
        console.WriteLine(title, new Style(decoration: Decoration.Bold));
        console.WriteLine(Indent + lines[0], new Style(decoration: Decoration.Dim));
        var longest = bar is null ? 0 : Math.Clamp(width - Listing.Gap - lines[0].Length, 0, LongestBar);
        var most = bar is null ? 0 : rows.Max(bar);
        foreach (var (row, line) in rows.Zip(lines.Skip(1)))
        {
            console.WriteLine($"{Indent}{line}  {(bar is null ? "" : Wording.Bar(bar(row), most, longest))}".TrimEnd());
        }
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
