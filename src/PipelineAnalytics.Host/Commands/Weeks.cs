using System.CommandLine;

namespace PipelineAnalytics.Host.Commands;

/// <summary>Options that name a week.</summary>
internal static class Weeks
{
    public static Option<string?> Option(string name, string description) => new(name) { Description = description, HelpName = "monday" };

    /// <exception cref="PipelineException">Exit code 2: it is no Monday; the Monday is named.</exception>
    public static Semaine? In(ParseResult parse, Option<string?> option) => parse.GetValue(option) is { } text ? Semaine.Parse(text) : null;
}
