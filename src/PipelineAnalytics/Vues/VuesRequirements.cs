using PipelineAnalytics.Jobs;

namespace PipelineAnalytics.Vues;

/// <summary>What computing vues needs, looked for before anything is changed.</summary>
internal static class VuesRequirements
{
    /// <exception cref="PipelineException">The mirror lacks something; or, exit code 2, a vue of the settings' directory is malformed.</exception>
    public static async Task EnsureAsync(JobContext context, CancellationToken cancellation)
    {
        await MirrorRequirements.EnsureAsync(context.Analytics, cancellation);
        await using var analytics = await context.Analytics.OpenAsync(cancellation);
        // A model may read tables of the pipeline that are not there yet: it is then tried once they are.
        if (await SemaineLedger.IsReadyAsync(analytics, cancellation)) await VueVerification.EnsureUsableAsync(analytics, context.Vues, cancellation);
    }
}
