using System.CommandLine;
using System.Text.Json.Nodes;
using PipelineAnalytics.Host.Cli;
using PipelineAnalytics.Host.Output;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.Suivi;
using PipelineAnalytics.Vues;

namespace PipelineAnalytics.Host.Commands;

internal sealed class StatusVerb : Verb
{
    private readonly Option<int> nombre = Numbers.Option("--nombre", "How many runs, and how many revisions of published weeks", 1, 10_000, 10);

    public StatusVerb() : base(
        "status",
        "Show the last runs, newest first; the weeks that are due, and why; what moved in published weeks. Needs ConnectionStrings__Analytics only, and changes nothing.",
        "status",
        "status --nombre 50 --json") => Options.Add(nombre);

    public override async Task RunAsync(Session session, ParseResult parse, CancellationToken cancellation)
    {
        var definitions = VueCatalog.Of(session.Settings);
        await using var analytics = new AnalyticsDatabase(session.Settings.Analytics);
        var runs = await RunHistory.LastAsync(analytics, parse.GetValue(nombre), cancellation);
        session.Answer.Content["runs"] = new JsonArray([.. runs.Select(RunsReport.Json)]);
        RunsReport.Write(session.Results, runs, session.Zone);
        var vues = await VueStatus.ReadAsync(analytics, definitions, new BusinessClock(session.Time, session.Settings.FuseauHoraire), parse.GetValue(nombre), cancellation);
        VuesReport.WriteInto(session.Answer.Content, vues);
        if (vues is not null) VuesReport.Write(session.Results, vues, session.Zone);
    }
}
