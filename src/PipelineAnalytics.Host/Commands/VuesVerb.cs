using System.CommandLine;
using PipelineAnalytics.Host.Cli;
using PipelineAnalytics.Host.Output;
using PipelineAnalytics.Jobs;

namespace PipelineAnalytics.Host.Commands;

/// <summary>A verb that computes vues, or says which weeks of them it would compute.</summary>
internal abstract class VuesVerb : JobVerb
{
    private readonly Option<int?> paralleles = Numbers.Optional(
        "--paralleles", "Connections to analytics that weeks are spread over [Pipeline__Vues__Paralleles, else one a core, at most 8]", 1, ParallelConnections.Most);
    private readonly Option<bool> plan = new("--plan") { Description = "Say which weeks would be computed, why, and about how long it would take; change nothing" };

    protected VuesVerb(string name, string description, params string[] examples) : base(name, description, examples)
    {
        Options.Add(paralleles);
        Options.Add(plan);
    }

    public override Task RunAsync(Session session, ParseResult parse, CancellationToken cancellation)
    {
        session.Settings.Vues.Paralleles = parse.GetValue(paralleles) ?? session.Settings.Vues.Paralleles;
        return parse.GetValue(plan) ? PlanAsync(session, parse, cancellation) : base.RunAsync(session, parse, cancellation);
    }

    protected sealed override IJob Job(ParseResult parse) => PlannedJob(parse);

    protected abstract IPlannedJob PlannedJob(ParseResult parse);

    private async Task PlanAsync(Session session, ParseResult parse, CancellationToken cancellation)
    {
        var made = await session.PlanAsync(PlannedJob(parse), cancellation);
        session.Answer.Content["job"] = Name;
        session.Answer.Content["plan"] = PlanReport.Json(made);
        PlanReport.Write(session.Results, Name, made);
    }
}
