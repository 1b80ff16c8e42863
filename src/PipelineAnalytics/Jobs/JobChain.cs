namespace PipelineAnalytics.Jobs;

/// <summary>Who queues whom. Declared here and nowhere else (spec, <i>Jobs</i>).</summary>
public static class JobChain
{
    /// <summary>The first job of a night.</summary>
    public static IJob First() => new DumpForAnalytics.DumpForAnalyticsJob();

    /// <summary>What follows a job that succeeded; null at the chain's end.</summary>
    public static IJob? After(IJob done, JobOutcome outcome) => done switch
    {
        DumpForAnalytics.DumpForAnalyticsJob => new ChargerLesEvenements.ChargerLesEvenementsJob(),
        ChargerLesEvenements.ChargerLesEvenementsJob => new EnrichirLesEvenements.EnrichirLesEvenementsJob(),
        EnrichirLesEvenements.EnrichirLesEvenementsJob when outcome.VuesAreDue => new ChargerLesVues.ChargerLesVuesJob(),
        _ => null,
    };
}
