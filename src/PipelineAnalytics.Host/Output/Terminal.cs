using Spectre.Console;

namespace PipelineAnalytics.Host.Output;

/// <summary>The process's two outputs: results, which scripts read, and messages for people.</summary>
/// <param name="ResultsWatched">Whether <paramref name="Results"/> is a screen, and not a file or another program.</param>
/// <param name="MessagesWatched">Whether <paramref name="Messages"/> is a screen.</param>
internal sealed record Terminal(TextWriter Results, bool ResultsWatched, TextWriter Messages, bool MessagesWatched)
{
    /// <summary>A table goes to a file in one line a row, however long: nobody cuts it at the 80 columns of a screen that is not there.</summary>
    private const int NoScreen = 10_000;

    public static Terminal OfProcess() => new(Console.Out, !Console.IsOutputRedirected, Console.Error, !Console.IsErrorRedirected);

    public IAnsiConsole ResultsConsole() => On(Results, ResultsWatched);

    public IAnsiConsole MessagesConsole() => On(Messages, MessagesWatched);

    /// <summary>Writes a message: one line, which on a screen breaks between words.</summary>
    public void Tell(string message)
    {
        var width = MessagesWatched ? MessagesConsole().Profile.Width : int.MaxValue;
        foreach (var line in Wording.Wrap("", message, width)) Messages.WriteLine(line);
    }

    /// <summary>A console that says nothing: with <c>--json</c>, the results' one object stands alone.</summary>
    public static IAnsiConsole Silent() => On(TextWriter.Null, watched: false);

    private static IAnsiConsole On(TextWriter writer, bool watched)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = watched ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = watched ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = watched ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!watched) console.Profile.Width = NoScreen;
        return console;
    }
}
