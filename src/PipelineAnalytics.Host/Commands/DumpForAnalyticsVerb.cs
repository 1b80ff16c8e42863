using System.CommandLine;
using PipelineAnalytics.Host.Cli;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Jobs.DumpForAnalytics;

namespace PipelineAnalytics.Host.Commands;

internal sealed class DumpForAnalyticsVerb : JobVerb
{
    private readonly Option<int?> paralleles = Numbers.Optional(
        "--paralleles", "Tables copied at once, over as many connections to each server [Pipeline__Miroir__Paralleles, else one a core, at most 4]", 1, ParallelConnections.Most);
    private readonly Option<bool> tout = new("--tout") { Description = "Copy every table, those too whose rows are proven not to have changed" };
    private readonly Option<bool> verifier = new("--verifier") { Description = "Compare the content of every table with production's before the exchange, by a hash on both sides" };
    private readonly Option<bool> revenir = new("--revenir") { Description = "Bring the previous mirror back, in seconds; asked again, the present one" };

    public DumpForAnalyticsVerb() : base(
        "dump-for-analytics",
        "Job 0: mirror production, but the excluded tables. Readers see the previous mirror until the new one is whole.",
        "dump-for-analytics",
        "dump-for-analytics --paralleles 4 --verifier",
        "dump-for-analytics --revenir",
        "dump-for-analytics --Pipeline:Miroir:Exclure:0='evenement_engagement*' --Pipeline:Miroir:Exclure:1='log_*'")
    {
        foreach (var option in new Option[] { paralleles, tout, verifier, revenir }) Options.Add(option);
        Validators.Add(result =>
        {
            if (result.GetValue(revenir) && (result.GetValue(tout) || result.GetValue(verifier) || result.GetValue(paralleles) is not null)) result.AddError("--revenir copies nothing: it goes with no other option.");
        });
    }

    public override Task RunAsync(Session session, ParseResult parse, CancellationToken cancellation)
    {
        session.Settings.Miroir.Paralleles = parse.GetValue(paralleles) ?? session.Settings.Miroir.Paralleles;
        session.Settings.Miroir.Verifier |= parse.GetValue(verifier);
        return base.RunAsync(session, parse, cancellation);
    }

    protected override IJob Job(ParseResult parse) => parse.GetValue(revenir) ? new RevenirJob() : new DumpForAnalyticsJob(parse.GetValue(tout));
}
