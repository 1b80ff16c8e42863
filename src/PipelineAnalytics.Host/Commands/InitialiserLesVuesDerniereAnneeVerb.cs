using System.CommandLine;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Jobs.InitialiserLesVues;

namespace PipelineAnalytics.Host.Commands;

internal sealed class InitialiserLesVuesDerniereAnneeVerb : VuesVerb
{
    private readonly Option<bool> recommencer = Recommencer.Option();
    private readonly Option<bool> reconstruire = Recommencer.Rebuild();

    public InitialiserLesVuesDerniereAnneeVerb() : base(
        "initialiser-les-vues-derniere-annee",
        "Recompute the complete weeks of the last year. Stopped and run again, it goes on with the weeks that are left.",
        "initialiser-les-vues-derniere-annee",
        "initialiser-les-vues-derniere-annee --maintenant 2025-06-30")
    {
        Options.Add(recommencer);
        Options.Add(reconstruire);
    }

    protected override IPlannedJob PlannedJob(ParseResult parse) => InitialiserLesVuesJob.LastYear(parse.GetValue(recommencer), parse.GetValue(reconstruire));
}
