using System.CommandLine;
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
        CustomParser = result =>
        {
            var text = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a whole number from {least} to {most}, not '{text}'."));
            return unlessGiven;
        },
    };
}
