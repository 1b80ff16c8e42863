using System.CommandLine;
using PipelineAnalytics.Host.Cli;
using PipelineAnalytics.Host.Worker;

namespace PipelineAnalytics.Host.Commands;

internal sealed class WorkerVerb : Verb
{
    private readonly Option<int> vitesse = Numbers.Option("--vitesse", "Let the clock run so many times faster, to rehearse nights", 1, 100_000, 1);

    public WorkerVerb() : base(
        "worker",
        "Run the chain every night, until told to stop (SIGTERM, Ctrl-C): each business date once, by one of any number of workers; late when none was there, again when a job failed of what may pass. Answers on Pipeline__Worker__Adresse: /healthz, /readyz, /metrics, /hangfire.",
        "worker",
        "worker --maintenant 2025-03-24T12:00 --vitesse 600")
    {
        CanBeReplayed();
        Options.Add(vitesse);
    }

    public override Task RunAsync(Session session, ParseResult parse, CancellationToken cancellation)
    {
        var speed = parse.GetValue(vitesse);
        session.Hasten(speed);
        return WorkerHost.RunAsync(session, speed, cancellation);
    }
}
