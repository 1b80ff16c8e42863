using System.Text.Json.Nodes;
using PipelineAnalytics.Diagnostic;
using Spectre.Console;

namespace PipelineAnalytics.Host.Output;

/// <summary>What doctor found: grouped by subject on a screen, a line a finding elsewhere, complete for scripts.</summary>
internal static class DoctorReport
{
    public static void Write(IAnsiConsole console, IReadOnlyList<Finding> findings)
    {
        if (console.Profile.Out.IsTerminal) WriteGroups(console, findings);
        else foreach (var finding in findings) console.WriteLine(Line(finding));
        console.WriteLine(Summary(findings));
    }

    public static JsonObject Json(Finding finding) => new()
    {
        ["level"] = Word(finding.Level),
        ["subject"] = finding.Subject,
        ["message"] = Wording.OneLine(finding.Message),
        ["remedy"] = finding.Remedy is { } remedy ? Wording.OneLine(remedy) : null,
    };

    /// <summary>For grep: level, subject, message, remedy.</summary>
    private static string Line(Finding finding) =>
        Wording.OneLine($"{Word(finding.Level),-9}  {finding.Subject}: {finding.Message}{(finding.Remedy is { } remedy ? $" | remedy: {remedy}" : "")}");

    private static void WriteGroups(IAnsiConsole console, IReadOnlyList<Finding> findings)
    {
        foreach (var group in findings.GroupBy(f => f.Subject))
        {
            console.WriteLine(group.Key, new Style(decoration: Decoration.Bold));
            foreach (var finding in group) Write(console, finding);
        }

        console.WriteLine();
    }

    private static void Write(IAnsiConsole console, Finding finding)
    {
        const string Indent = "  ";
        var (sign, colour) = Sign(finding.Level);
        var head = $"{Indent}{sign} ";
        console.Write(head, new Style(colour));
        console.WriteLine(string.Join(Environment.NewLine, Wording.Wrap(head, Wording.OneLine(finding.Message), console.Profile.Width))[head.Length..]);

        if (finding.Remedy is not { } remedy) return;
        foreach (var line in Wording.Wrap($"{Indent}  → ", Wording.OneLine(remedy), console.Profile.Width)) console.WriteLine(line);
    }

    private static string Summary(IReadOnlyList<Finding> findings) => string.Join(", ", new[]
    {
        Wording.Count(findings.Count(f => f.Level == FindingLevel.Fault), "faults"),
        $"{Wording.Number(findings.Count(f => f.Level == FindingLevel.Attention))} to look at",
        $"{Wording.Number(findings.Count(f => f.Level == FindingLevel.Ok))} well; nothing was changed",
    });

    private static string Word(FindingLevel level) => level switch
    {
        FindingLevel.Ok => "ok",
        FindingLevel.Attention => "attention",
        _ => "fault",
    };

    private static (string Sign, Color Colour) Sign(FindingLevel level) => level switch
    {
        FindingLevel.Ok => ("✓", Color.Green),
        FindingLevel.Attention => ("!", Color.Yellow),
        _ => ("✗", Color.Red),
    };
}
