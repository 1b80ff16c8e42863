using CliWrap;

namespace PipelineAnalytics.LocalPostgres;

/// <summary>
/// A process beside ours that runs a last command and removes a folder as soon as we let go of its standard input.
/// The system lets go for us when we end in any way, kill -9 included: nothing has to be caught, nothing is polled.
/// </summary>
internal sealed class Guardian
{
    // The terminal's Ctrl-C goes to the whole process group, and must not reach the one who cleans up: it ignores the signals, and
    // setsid, where there is one (not on macOS), takes it out of the group. A second rm: initdb, orphaned with it, may still be writing.
    // Nobody reads what it says once we are gone, and writing to nobody would end it: hence /dev/null.
    private const string Script = """
        trap '' HUP INT QUIT TERM
        exec > /dev/null 2>&1
        read -r _
        cd /
        folder=$1; shift
        "$@"
        rm -rf -- "$folder" || { sleep 1; rm -rf -- "$folder"; }
        """;

    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task ended;

    private Guardian(string folder, IReadOnlyList<string> lastCommand) =>
        ended = (OperatingSystem.IsWindows() ? OnWindows(folder, lastCommand) : OnUnix(folder, lastCommand))
            .WithStandardInputPipe(PipeSource.Create((_, token) => released.Task.WaitAsync(token)))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync().Task;

    /// <summary>Watches from now on.</summary>
    /// <param name="folder">Removed at the end, with all that is in it.</param>
    /// <param name="lastCommand">A file and its arguments, run before; its failure is no obstacle.</param>
    public static Guardian Watch(string folder, IReadOnlyList<string> lastCommand) => new(folder, lastCommand);

    /// <summary>Lets go. The task ends when the command has run and the folder is gone.</summary>
    public Task ReleaseAsync()
    {
        released.TrySetResult();
        return ended;
    }

    private static Command OnUnix(string folder, IReadOnlyList<string> lastCommand) => File.Exists("/usr/bin/setsid")
        ? Cli.Wrap("/usr/bin/setsid").WithArguments(["/bin/sh", "-c", Script, "guardian", folder, .. lastCommand])
        : Cli.Wrap("/bin/sh").WithArguments(["-c", Script, "guardian", folder, .. lastCommand]);

    // sort waits for the end of its input, as read does above. cmd takes the text between the outer quotes as it is.
    private static Command OnWindows(string folder, IReadOnlyList<string> lastCommand)
    {
        var command = string.Join(' ', lastCommand.Select(word => $"\"{word}\""));
        return Cli.Wrap("cmd.exe").WithArguments($"/d /s /c \"sort > nul & {command} & cd /d \"%SystemRoot%\" & rmdir /s /q \"{folder}\"\"");
    }
}
