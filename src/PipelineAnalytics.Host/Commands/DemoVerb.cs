using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using PipelineAnalytics.Host.Cli;
using PipelineAnalytics.Host.Demo;
using PipelineAnalytics.Host.Demo.Source;
using PipelineAnalytics.Host.Web;
using PipelineAnalytics.Jobs;
using Spectre.Console;

namespace PipelineAnalytics.Host.Commands;

internal sealed class DemoVerb : Verb
{
    /// <summary>The night of a Monday, with August within the weeks before: the same moment for everybody, hence the same numbers.</summary>
    private const string Moment = "2025-09-29T03:00+02:00";

    private readonly Option<int> evenements = Numbers.Option("--evenements", "How many engagement events", 1, 100_000_000, 300_000);
    private readonly Option<int> semaines = Numbers.Option("--semaines", "Over how many complete weeks", 1, 520, 26);
    private readonly Option<bool> garder = new("--garder") { Description = "Leave the server running until Ctrl-C, and say how to connect with psql" };

    private readonly Option<bool> web = new("--web") { Description = "Serve the dashboard until Ctrl-C, and print its address" };

    public DemoVerb() : base(
        "demo",
        "Start a private PostgreSQL, make up a production, run the whole chain and show what people look at. Touches no other server.",
        "demo",
        "demo --web",
        "demo --evenements 1000000 --semaines 52 --garder")
    {
        Options.Add(evenements);
        Options.Add(semaines);
        Options.Add(garder);
        Options.Add(web);
        CanBeReplayed(unlessGiven: Moment);
    }

    public override async Task RunAsync(Session session, ParseResult parse, CancellationToken cancellation)
    {
        var size = new DemoSize(session.Maintenant!.Value, parse.GetValue(evenements), parse.GetValue(semaines));
        session.Display.Line("demo: starting a private PostgreSQL");
        await using var demo = await DemoServer.StartAsync(session.Settings, cancellation);
        // Before all the work: an address that is taken is told at once, and who opens it sees the chain at work.
        await using var dashboard = parse.GetValue(web) ? await WebHost.StartAsync(session, demo.Settings) : null;
        session.Display.Line("demo: making up a production");
        await session.Display.FollowAsync(async progress =>
        {
            await demo.FillAsync(size, progress, cancellation);
            return true;
        });

        var runs = await session.Display.FollowAsync(progress =>
            new JobRunner(demo.Settings, session.Time, session.Logger, progress).RunChainAsync(cancellation));
        var picture = await DemoPicture.ReadAsync(demo.Settings.Analytics, cancellation);
        DemoReport.Json(session.Answer.Content, picture, runs);
        DemoReport.Write(session.Results, picture, runs);
        await EndAsync(session, demo, dashboard, parse.GetValue(garder), cancellation);
    }

    private static async Task EndAsync(Session session, DemoServer demo, WebApplication? dashboard, bool stay, CancellationToken cancellation)
    {
        session.Results.WriteLine();
        if (!stay && dashboard is null)
        {
            session.Results.WriteLine("The server is gone with this demo; --garder keeps it, to look around with psql, --web shows the dashboard.");
            return;
        }

        session.Answer.Content["url"] = demo.Url;
        session.Answer.Content["web"] = dashboard?.Urls.First();
        session.Answer.Give(success: true);
        session.Display.Line("demo: a throwaway server and password, on this machine only; Ctrl-C stops it and removes everything");
        // Raw, and last on the screen: it is there to be copied.
        session.RawResults.WriteLine($"psql {demo.Url}");
        if (dashboard is not null) session.RawResults.WriteLine(dashboard.Urls.First());
        session.RawResults.Flush();
        await UntilToldToStopAsync(cancellation);
        if (dashboard is not null) await dashboard.StopAsync(CancellationToken.None);
    }
}
