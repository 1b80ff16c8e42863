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

    private readonly Option<bool> verifierFraicheur = new("--verifier-fraicheur")
    {
        Description = "Only say whether analytics has the data that it must have since Pipeline__Worker__Fraicheur [06:00]; if not, why, with exit code 1: for a cron or a probe of its own",
    };

    public StatusVerb() : base(
        "status",
        "Show whether the data is fresh; the last runs, newest first; the weeks that are due, and why; what moved in published weeks. Needs ConnectionStrings__Analytics only, and changes nothing.",
        "status",
        "status --nombre 50 --json",
        "status --verifier-fraicheur")
    {
        Options.Add(nombre);
        Options.Add(verifierFraicheur);
        CanBeReplayed();
    }

    public override async Task RunAsync(Session session, ParseResult parse, CancellationToken cancellation)
    {
        var definitions = VueCatalog.Of(session.Settings);
        await using var analytics = new AnalyticsDatabase(session.Settings.Analytics);
        if (parse.GetValue(verifierFraicheur)) FreshnessReport.Tell(session, await FreshnessAsync(session, analytics, definitions, cancellation));
        else await ShowAsync(session, parse, analytics, definitions, cancellation);
    }

    private static Task<Freshness> FreshnessAsync(Session session, AnalyticsDatabase analytics, IReadOnlyList<VueDefinition> definitions, CancellationToken cancellation) =>
        Freshness.ReadAsync(analytics, definitions, session.Settings, session.Time, cancellation);

    private async Task ShowAsync(Session session, ParseResult parse, AnalyticsDatabase analytics, IReadOnlyList<VueDefinition> definitions, CancellationToken cancellation)
    {
        var runs = await RunHistory.LastAsync(analytics, parse.GetValue(nombre), cancellation);
        var freshness = await FreshnessAsync(session, analytics, definitions, cancellation);
        session.Answer.Content["freshness"] = FreshnessReport.Json(freshness);
        FreshnessReport.Write(session.Results, freshness, session.Zone);
        session.Answer.Content["runs"] = new JsonArray([.. runs.Select(RunsReport.Json)]);
        RunsReport.Write(session.Results, runs, session.Zone);
        var vues = await VueStatus.ReadAsync(analytics, definitions, new BusinessClock(session.Time, session.Settings.FuseauHoraire), parse.GetValue(nombre), cancellation);
        VuesReport.WriteInto(session.Answer.Content, vues);
        if (vues is not null) VuesReport.Write(session.Results, vues, session.Zone);
    }
}
