using System.CommandLine;

namespace PipelineAnalytics.Host.Cli;

/// <summary>A command line that cannot be understood, in one line: what is wrong, and where help is.</summary>
internal static class Usage
{
    public static PipelineException Mistake(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        var help = command is RootCommand ? Commands.Root.Executable : $"{Commands.Root.Executable} {command.Name}";
        return PipelineException.Misused($"{What(parse, command).TrimEnd()} See {help} --help.");
    }

    private static string What(ParseResult parse, Command command)
    {
        if (parse.UnmatchedTokens is [var word, ..])
        {
            var option = word.StartsWith('-');
            var known = option
                ? command.Options.Concat(parse.RootCommandResult.Command.Options.Where(o => o.Recursive)).Select(o => o.Name)
                : command.Subcommands.Select(c => c.Name);
            return $"'{word}' is no {(option ? "option" : command is RootCommand ? "verb" : "argument")} of {Subject(command)}{Nearest.Hint(word, known)}";
        }

        return parse.CommandResult.Command is RootCommand ? "No verb is given." : parse.Errors[0].Message;
    }

    private static string Subject(Command command) => command is RootCommand ? Commands.Root.Executable : command.Name;
}
