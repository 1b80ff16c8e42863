using System.CommandLine;
using PipelineAnalytics.Host.Cli;

namespace PipelineAnalytics.Host.Commands;

/// <summary>A verb of the command line.</summary>
internal abstract class Verb : Command
{
    private Option<string?>? maintenant;

    /// <param name="examples">What follows the executable's name, line by line.</param>
    protected Verb(string name, string description, params string[] examples) : base(name, description) =>
        Examples = [.. examples.Select(example => $"{Root.Executable} {example}")];

    public IReadOnlyList<string> Examples { get; }

    /// <summary>Whether its words may be personal data: they are then not repeated in messages, which are kept by logs and terminals.</summary>
    public virtual bool IsDiscreet => false;

    /// <summary>Whether a setting that cannot be used is one of its results, and no reason not to begin.</summary>
    public virtual bool TellsOfSettings => false;

    /// <exception cref="PipelineException">What failed, in words for a person.</exception>
    public abstract Task RunAsync(Session session, ParseResult parse, CancellationToken cancellation);

    public string? MaintenantIn(ParseResult parse) => maintenant is null ? null : parse.GetValue(maintenant);

    /// <summary>For what goes on until SIGTERM or Ctrl-C, and ends well then.</summary>
    protected static Task UntilToldToStopAsync(CancellationToken cancellation) => Task.WhenAny(Task.Delay(Timeout.Infinite, cancellation));

    /// <summary>Gives the verb <c>--maintenant</c>.</summary>
    protected void CanBeReplayed(string? unlessGiven = null)
    {
        maintenant = new Option<string?>("--maintenant")
        {
            Description = "Take this moment for now: an ISO instant with its offset, or a date-time or date in the business time zone",
            HelpName = "moment",
        };
        if (unlessGiven is not null) maintenant.DefaultValueFactory = _ => unlessGiven;
        Options.Add(maintenant);
    }
}
