using System.CommandLine;
using System.CommandLine.Invocation;
using PipelineAnalytics.Host.Commands;
using PipelineAnalytics.Host.Configuration;
using PipelineAnalytics.Host.Output;

namespace PipelineAnalytics.Host.Cli;

/// <summary>From a command line to an exit code: 0 done, 1 failed, 2 wrong usage or configuration.</summary>
internal sealed class App(Terminal terminal, SettingsPlaces places, TimeProvider time)
{
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var answer = new JsonAnswer(arguments.Contains("--json") ? terminal.Results : null);
        return await ToldAsync(answer, async () =>
        {
            var (settings, words) = SettingArguments.Extract(arguments);
            var root = Root.Create((verb, parse, token) => RunAsync(verb, parse, settings, answer, token));
            var parse = root.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parse.Action is ParseErrorAction) throw Usage.Mistake(parse);
            return await parse.InvokeAsync(Invocation(), cancellation);
        }, cancellation);
    }

    private async Task<int> RunAsync(Verb verb, ParseResult parse, IReadOnlyList<KeyValuePair<string, string?>> settings, JsonAnswer answer, CancellationToken cancellation)
    {
        answer.Subject = verb.Name;
        var session = new Session(SettingsReader.Read(places, settings), terminal, time, answer, verb.MaintenantIn(parse), verb.TellsOfSettings);
        var exitCode = await ToldAsync(answer, async () =>
        {
            await verb.RunAsync(session, parse, cancellation);
            answer.Give(success: true);
            return 0;
        }, cancellation);
        await session.HandRuns.EndAsync(cancellation);
        return exitCode;
    }

    /// <summary>The job's edge: a failure is told once, in one line; nothing above is left to tell it to.</summary>
    private async Task<int> ToldAsync(JsonAnswer answer, Func<Task<int>> work, CancellationToken cancellation)
    {
        try
        {
            return await work();
        }
        catch (Exception e)
        {
            return Fail(Failure.Of(e, cancellation.IsCancellationRequested), answer);
        }
    }

    private int Fail(Failure failure, JsonAnswer answer)
    {
        terminal.Tell(failure.Line);
        answer.Give(success: false, failure.Error);
        return failure.ExitCode;
    }

    /// <summary>Signals and errors are ours to handle: the library would print traces, and end with codes that the contract does not have.</summary>
    private InvocationConfiguration Invocation() => new()
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
        Output = terminal.Results,
        Error = terminal.Messages,
    };
}
