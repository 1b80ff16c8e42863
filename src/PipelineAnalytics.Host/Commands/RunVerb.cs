using System.CommandLine;
using System.Text.Json.Nodes;
using PipelineAnalytics.Host.Cli;
using PipelineAnalytics.Host.Output;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Vues;

namespace PipelineAnalytics.Host.Commands;

internal sealed class RunVerb : Verb
{
    public RunVerb() : base(
        "run",
        "Run the chain now: dump-for-analytics, charger-les-evenements, enrichir-les-evenements; then charger-les-vues on Mondays, or when a complete week is missing or stale.",
        "run",
        "run --maintenant 2025-06-30T03:00 --json") => CanBeReplayed();

    /// <summary>Each job is told as soon as it is done: when a later one fails, it is known what was.</summary>
    public override async Task RunAsync(Session session, ParseResult parse, CancellationToken cancellation)
    {
        var done = new JsonArray();
        session.Answer.Content["jobs"] = done;
        // A vue of one's own that is malformed is told before anything is waited for.
        VueCatalog.Of(session.Settings);
        await using var turn = await ChainTurn.TakeAsync(session.Settings, session.Logger, cancellation);
        for (IJob? job = JobChain.First(), next; job is not null; job = next)
        {
            session.Answer.Subject = job.Verb;
            var run = await session.RunAsync(job, cancellation);
            done.Add(JobReport.Json(run));
            JobReport.Write(session.Results, run, told: session.IsOneScreen);
            next = JobChain.After(job, run.Outcome);
        }
    }
}
