using System.CommandLine;

namespace PipelineAnalytics.Host.Commands;

/// <summary>The option of the verbs that recompute many weeks.</summary>
internal static class Recommencer
{
    public static Option<bool> Option() => new("--recommencer") { Description = "Compute all the weeks anew, those too that a run of the same command that was stopped has done" };
}
