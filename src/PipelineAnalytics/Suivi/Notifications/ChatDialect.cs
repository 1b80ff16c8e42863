using System.Text;
using System.Text.RegularExpressions;

namespace PipelineAnalytics.Suivi.Notifications;

/// <summary>
/// How a chat marks up text. Mattermost and Slack agree on code blocks, and differ on bold and on what has a meaning of its own. What
/// comes from elsewhere, an error, stays text: it cannot end its block, and calls nobody.
/// </summary>
internal sealed partial class ChatDialect
{
    public static readonly ChatDialect Mattermost = new("**", static text => Angle().Replace(text, $"<{Nothing}"));

    /// <summary>Its control sequences are between angle brackets, in blocks too; these three characters are escaped, and no other.</summary>
    public static readonly ChatDialect Slack = new("*", static text =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal));

    /// <summary>A space of no width: it parts two characters that would mean something together.</summary>
    private const char Nothing = '\u200b';

    private readonly string bold;
    private readonly Func<string, string> escape;

    private ChatDialect(string bold, Func<string, string> escape) => (this.bold, this.escape) = (bold, escape);

    public string Bold(string text) => bold + Plain(text) + bold;

    /// <summary>Text in which <c>@channel</c> calls nobody.</summary>
    public string Plain(string text) => escape(text.Replace("@", $"@{Nothing}", StringComparison.Ordinal));

    /// <summary>A block in characters of one width.</summary>
    /// <param name="most">The characters of <paramref name="text"/> that are kept; an ellipsis tells that there were more.</param>
    public string Block(string text, int most = int.MaxValue)
    {
        var kept = Backtick().Replace(Plain(Shorten(Printable(text), most)), $"`{Nothing}");
        return $"```\n{kept}\n```";
    }

    private static string Printable(string text) => Control().Replace(text.ReplaceLineEndings("\n").Trim('\n'), " ");

    private static string Shorten(string text, int most)
    {
        if (text.Length <= most) return text;
        var end = most - 1;
        // Half of a pair is no character.
        if (char.IsHighSurrogate(text[end - 1])) end--;
        return new StringBuilder(text, 0, end, most).Append('…').ToString();
    }

    [GeneratedRegex("`(?=`)")]
    private static partial Regex Backtick();

    /// <summary>Mattermost reads Slack's sequences as well: a call, a link.</summary>
    [GeneratedRegex(@"<(?=\S)")]
    private static partial Regex Angle();

    [GeneratedRegex(@"[\p{Cc}-[\n\t]]")]
    private static partial Regex Control();
}
