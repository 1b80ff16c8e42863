using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace PipelineAnalytics.Benchmarks.Harness;

/// <summary>How all reports look: plain tables, numbers as in English, JSON in camel case.</summary>
internal static class ReportText
{
    public static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static IAnsiConsole PlainConsole(TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = 200;
        return console;
    }

    /// <summary>A table of these columns, the seconds, and those of each round.</summary>
    public static Table NewTable(string title, params string[] headings)
    {
        var table = new Table { Border = TableBorder.Simple, Title = new TableTitle(title) };
        foreach (var heading in headings) table.AddColumn(heading);
        table.AddColumn("seconds", c => c.RightAligned());
        table.AddColumn("each round");
        return table;
    }

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
