using System.CommandLine;
using System.Text.Json.Nodes;
using PipelineAnalytics.Host.Cli;
using PipelineAnalytics.Host.Output;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.Suivi;

namespace PipelineAnalytics.Host.Commands;

internal sealed class StatusVerb : Verb
{
    private readonly Option<int> nombre = Numbers.Option("--nombre", "How many runs", 1, 10_000, 10);

    public StatusVerb() : base(
        "status",
        "Show the last runs, newest first. Needs ConnectionStrings__Analytics only, and changes nothing.",
        "status",
        "status --nombre 50 --json") => Options.Add(nombre);

    public override async Task RunAsync(Session session, ParseResult parse, CancellationToken cancellation)
    {
        await using var analytics = new AnalyticsDatabase(session.Settings.Analytics);
        var runs = await RunHistory.LastAsync(analytics, parse.GetValue(nombre), cancellation);
        session.Answer.Content["runs"] = new JsonArray([.. runs.Select(RunsReport.Json)]);
        RunsReport.Write(session.Results, runs, session.Zone);
    }
}
