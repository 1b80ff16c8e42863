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
            if (command is Commands.Verb { IsDiscreet: true }) return $"{Subject(command)} is given a word that is not an option; it is not repeated here, for it may be somebody's identifier.";
            var option = word.StartsWith('-');
            var known = option
                ? command.Options.Concat(parse.RootCommandResult.Command.Options.Where(o => o.Recursive)).Select(o => o.Name)
                : command.Subcommands.Select(c => c.Name);
            return $"'{word}' is not {(option ? "an option" : command is RootCommand ? "a command" : "an argument")} of {Subject(command)}{Nearest.Hint(word, known)}";
        }

        return parse.CommandResult.Command is RootCommand ? "No command is given." : parse.Errors[0].Message;
    }

    private static string Subject(Command command) => command is RootCommand ? Commands.Root.Executable : command.Name;
}
