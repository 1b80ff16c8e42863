using System.CommandLine;
using PipelineAnalytics.Host.Cli;

namespace PipelineAnalytics.Host.Commands;

/// <summary>A verb that computes vues.</summary>
internal abstract class VuesVerb : JobVerb
{
    private readonly Option<int?> paralleles = Numbers.Optional(
        "--paralleles", "Connections to analytics that weeks are spread over [Pipeline__Vues__Paralleles, else one a core, at most 8]", 1, VuesSettings.MostConnections);

    protected VuesVerb(string name, string description, params string[] examples) : base(name, description, examples) => Options.Add(paralleles);

    public override Task RunAsync(Session session, ParseResult parse, CancellationToken cancellation)
    {
        session.Settings.Vues.Paralleles = parse.GetValue(paralleles) ?? session.Settings.Vues.Paralleles;
        return base.RunAsync(session, parse, cancellation);
    }
}
