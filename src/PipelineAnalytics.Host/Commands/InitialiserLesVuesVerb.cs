using System.CommandLine;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Jobs.InitialiserLesVues;

namespace PipelineAnalytics.Host.Commands;

internal sealed class InitialiserLesVuesVerb : VuesVerb
{
    private readonly Option<string?> du = Weeks.Option("--du", "The first week, a Monday [the first with events]");
    private readonly Option<string?> au = Weeks.Option("--au", "The last week, a Monday, included [the last complete one]");
    private readonly Option<bool> recommencer = Recommencer.Option();
    private readonly Option<bool> reconstruire = Recommencer.Rebuild();

    public InitialiserLesVuesVerb() : base(
        "initialiser-les-vues",
        "Recompute every complete week that has events, or those between --du and --au. Stopped and run again, it goes on with the weeks that are left.",
        "initialiser-les-vues",
        "initialiser-les-vues --du 2025-01-06 --au 2025-06-23",
        "initialiser-les-vues --paralleles 4",
        "initialiser-les-vues --reconstruire",
        "initialiser-les-vues --plan --json")
    {
        Options.Add(du);
        Options.Add(au);
        Options.Add(recommencer);
        Options.Add(reconstruire);
    }

    protected override IPlannedJob PlannedJob(ParseResult parse) => InitialiserLesVuesJob.Between(Weeks.In(parse, du), Weeks.In(parse, au), parse.GetValue(recommencer), parse.GetValue(reconstruire));
}
