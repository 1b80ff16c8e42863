using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PipelineAnalytics.Host.Output;
using PipelineAnalytics.Jobs;
using Spectre.Console;

namespace PipelineAnalytics.Host.Demo;

/// <summary>Shows the picture as tables with small bars; headings and values are the dashboard's, hence in French.</summary>
internal static class DemoReport
{
    private const int BarWidth = 24;

    private static readonly JsonSerializerOptions CamelCase = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static void Write(IAnsiConsole console, DemoPicture picture, IReadOnlyList<JobRun> runs)
    {
        var semaine = Day(picture.Engagement[^1].Semaine);
        console.Write(Table("Engagement national", ["semaine", ">2 mois", ">actifs", "", ">3 sur 6"], picture.Engagement, row =>
            [Day(row.Semaine), Wording.Number(row.DeuxMois), Wording.Number(row.Actifs), Bar(row.Actifs, picture.Engagement.Max(r => r.Actifs)), Wording.Number(row.TroisSurSix)]));
        console.Write(Table($"Fonctionnalités, semaine du {semaine}", ["fonctionnalité", ">événements", "", ">utilisateurs"], picture.Fonctionnalites, row =>
            [row.Fonctionnalite, Wording.Number(row.Evenements), Bar(row.Evenements, picture.Fonctionnalites[0].Evenements), Wording.Number(row.Utilisateurs)]));
        console.Write(Table($"Départements, semaine du {semaine}", ["", "région", ">2 mois", ">actifs", ""], picture.Departements, row =>
            [row.Departement, row.Region, Wording.Number(row.DeuxMois), Wording.Number(row.Actifs), Bar(row.Actifs, picture.Departements[0].Actifs)]));
        console.Write(Table("Vues", ["vue", ">semaines", ">lignes"], picture.Vues, row => [row.Vue, Wording.Number(row.Semaines), Wording.Number(row.Rows)]));
        console.Write(Table("Jobs", ["job", ">duration", "result"], runs, run => [run.Verb, Wording.Duration(run.Duration), JobReport.Summary(Counts(run))]));
    }

    public static void Json(JsonObject answer, DemoPicture picture, IReadOnlyList<JobRun> runs)
    {
        answer["jobs"] = new JsonArray([.. runs.Select(JobReport.Json)]);
        foreach (var (name, value) in JsonSerializer.SerializeToNode(picture, CamelCase)!.AsObject()) answer[name] = value?.DeepClone();
    }

    /// <summary>A heading with a leading <c>&gt;</c> is that of numbers.</summary>
    private static Table Table<T>(string title, string[] headings, IEnumerable<T> rows, Func<T, string[]> cells)
    {
        var table = new Table { Border = TableBorder.Simple, Title = new TableTitle(title.EscapeMarkup(), new Style(decoration: Decoration.Bold)) };
        foreach (var heading in headings)
        {
            var column = new TableColumn(new Text(heading.TrimStart('>')));
            table.AddColumn(heading.StartsWith('>') ? column.RightAligned().NoWrap() : column);
        }

        foreach (var row in rows) table.AddRow(cells(row).Select(cell => new Text(cell)));
        return table;
    }

    /// <summary>The lists of names would fill the screen.</summary>
    private static JsonObject Counts(JobRun run) => new(run.Outcome.Result
        .Where(fact => fact.Value is JsonValue value && value.GetValueKind() == JsonValueKind.Number)
        .Select(fact => KeyValuePair.Create(fact.Key, fact.Value?.DeepClone())));

    private static string Bar(long value, long most) => Wording.Bar(value, most, BarWidth);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
