using System.CommandLine;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Jobs.ChargerLesEvenements;

namespace PipelineAnalytics.Host.Commands;

internal sealed class ChargerLesEvenementsVerb() : JobVerb(
    "charger-les-evenements",
    "Job 1: bring the events that analytics does not have, streamed from one server to the other.",
    "charger-les-evenements",
    "charger-les-evenements --json")
{
    protected override IJob Job(ParseResult parse) => new ChargerLesEvenementsJob();
}
