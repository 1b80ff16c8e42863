using System.CommandLine;
using PipelineAnalytics.Host.Cli;
using PipelineAnalytics.Host.Output;
using PipelineAnalytics.Jobs;

namespace PipelineAnalytics.Host.Commands;

/// <summary>A verb that runs one job, and not what the job queues.</summary>
internal abstract class JobVerb : Verb
{
    protected JobVerb(string name, string description, params string[] examples) : base(name, description, examples) => CanBeReplayed();

    public override async Task RunAsync(Session session, ParseResult parse, CancellationToken cancellation)
    {
        var run = await session.RunAsync(Job(parse), cancellation);
        foreach (var (name, value) in JobReport.Json(run)) session.Answer.Content[name] = value?.DeepClone();
        JobReport.Write(session.Results, run, told: session.IsOneScreen);
    }

    protected abstract IJob Job(ParseResult parse);
}
