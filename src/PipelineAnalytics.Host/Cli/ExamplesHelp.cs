using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using PipelineAnalytics.Host.Commands;

namespace PipelineAnalytics.Host.Cli;

/// <summary>The library's help, then the examples of the verb: people copy a line sooner than they read a grammar.</summary>
internal sealed class ExamplesHelp(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    /// <exception cref="PipelineException">Exit code 2: help is asked for a command that there is not.</exception>
    public override int Invoke(ParseResult parseResult)
    {
        if (parseResult is { CommandResult.Command: RootCommand, UnmatchedTokens.Count: > 0 }) throw Usage.Mistake(parseResult);
        usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        if (command is RootCommand) output.WriteLine(Root.SettingsHelp);
        output.WriteLine("Examples:");
        foreach (var example in command is Verb verb ? verb.Examples : Root.Examples) output.WriteLine($"  {example}");
        return 0;
    }
}
