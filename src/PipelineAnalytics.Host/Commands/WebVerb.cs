using System.CommandLine;
using PipelineAnalytics.Host.Cli;
using PipelineAnalytics.Host.Web;

namespace PipelineAnalytics.Host.Commands;

internal sealed class WebVerb : Verb
{
    public WebVerb() : base(
        "web",
        "Serve the dashboard, until told to stop (SIGTERM, Ctrl-C): freshness, engagement, features, weeks, runs, dictionary, in French; the same as JSON and CSV. Reads analytics only. Answers on Pipeline__Web__Adresse; other machines are let in with Pipeline__Web__Cle. The worker serves it, too.",
        "web",
        "web --Pipeline:Web:Adresse=http://127.0.0.1:8080") => CanBeReplayed();

    public override async Task RunAsync(Session session, ParseResult parse, CancellationToken cancellation)
    {
        await using var app = await WebHost.StartAsync(session, session.Settings);
        session.Answer.Content["url"] = app.Urls.First();
        session.Answer.Give(success: true);
        session.RawResults.WriteLine(app.Urls.First());
        session.RawResults.Flush();
        await UntilToldToStopAsync(cancellation);
        await app.StopAsync(CancellationToken.None);
    }
}
