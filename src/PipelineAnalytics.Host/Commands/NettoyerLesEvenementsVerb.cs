using System.CommandLine;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Jobs.NettoyerLesEvenements;

namespace PipelineAnalytics.Host.Commands;

internal sealed class NettoyerLesEvenementsVerb() : JobVerb(
    "nettoyer-les-evenements",
    "Delete from production, in small batches, the events that are older than Pipeline__Nettoyage__Jours days and that analytics is proven to have: the same id, the same date. Off unless that setting is given. The user of ConnectionStrings__Source then needs DELETE on evenement_engagement_hebdo.",
    "nettoyer-les-evenements --Pipeline:Nettoyage:Jours=30",
    "nettoyer-les-evenements --json")
{
    protected override IJob Job(ParseResult parse) => new NettoyerLesEvenementsJob();
}
