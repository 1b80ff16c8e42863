using System.CommandLine;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Jobs.EnrichirLesEvenements;

namespace PipelineAnalytics.Host.Commands;

internal sealed class EnrichirLesEvenementsVerb() : JobVerb(
    "enrichir-les-evenements",
    "Job 2: give the events that were added their semaine, jour, agence, departement, region and structure.",
    "enrichir-les-evenements",
    "enrichir-les-evenements --maintenant 2025-06-30T03:00")
{
    protected override IJob Job(ParseResult parse) => new EnrichirLesEvenementsJob();
}
