using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace PipelineAnalytics.Host.Commands;

/// <summary>Options that are whole numbers.</summary>
internal static class Numbers
{
    public static Option<int> Option(string name, string description, int least, int most, int unlessGiven) => new(name)
    {
        Description = description,
        HelpName = "number",
        DefaultValueFactory = _ => unlessGiven,
        CustomParser = result => Parse(result, name, least, most) ?? unlessGiven,
    };

    public static Option<int?> Optional(string name, string description, int least, int most) => new(name)
    {
        Description = description,
        HelpName = "number",
        CustomParser = result => Parse(result, name, least, most),
    };

    private static int? Parse(ArgumentResult result, string name, int least, int most)
    {
        var text = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a whole number from {least} to {most}, not '{text}'."));
        return null;
    }
}
