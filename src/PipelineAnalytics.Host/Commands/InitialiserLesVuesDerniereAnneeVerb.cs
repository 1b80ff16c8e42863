using System.CommandLine;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Jobs.InitialiserLesVues;

namespace PipelineAnalytics.Host.Commands;

internal sealed class InitialiserLesVuesDerniereAnneeVerb() : VuesVerb(
    "initialiser-les-vues-derniere-annee",
    "Recompute the complete weeks of the last year from the events themselves.",
    "initialiser-les-vues-derniere-annee",
    "initialiser-les-vues-derniere-annee --maintenant 2025-06-30")
{
    protected override IJob Job(ParseResult parse) => InitialiserLesVuesJob.LastYear();
}
