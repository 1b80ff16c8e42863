using System.CommandLine;

namespace PipelineAnalytics.Host.Commands;

/// <summary>The options of the verbs that recompute many weeks.</summary>
internal static class Recommencer
{
    public static Option<bool> Option() => new("--recommencer") { Description = "Compute all the weeks anew, those too that a run of the same command that was stopped has done" };

    public static Option<bool> Rebuild() => new("--reconstruire") { Description = "First make the weekly rollups that the vues are read from anew from the events; unless asked for, those only that do not hold as many events as there are" };
}
