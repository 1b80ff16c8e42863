using System.CommandLine;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Jobs.ChargerLesVues;

namespace PipelineAnalytics.Host.Commands;

internal sealed class ChargerLesVuesVerb : VuesVerb
{
    private readonly Option<string?> semaine = Weeks.Option("--semaine", "Compute this week only, named by its Monday");

    public ChargerLesVuesVerb() : base(
        "charger-les-vues",
        "Job 3: compute the previous week of every vue, and every complete week that is missing or stale.",
        "charger-les-vues",
        "charger-les-vues --semaine 2025-06-23",
        "charger-les-vues --plan") => Options.Add(semaine);

    protected override IPlannedJob PlannedJob(ParseResult parse) => new ChargerLesVuesJob(Weeks.In(parse, semaine));
}
