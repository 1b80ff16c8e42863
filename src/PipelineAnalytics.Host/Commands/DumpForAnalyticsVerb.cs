using System.CommandLine;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Jobs.DumpForAnalytics;

namespace PipelineAnalytics.Host.Commands;

internal sealed class DumpForAnalyticsVerb() : JobVerb(
    "dump-for-analytics",
    "Job 0: mirror production, but the excluded tables. Readers see the previous mirror until the new one is whole.",
    "dump-for-analytics",
    "dump-for-analytics --Pipeline:Miroir:Exclure:0='evenement_engagement*' --Pipeline:Miroir:Exclure:1='log_*'")
{
    protected override IJob Job(ParseResult parse) => new DumpForAnalyticsJob();
}
