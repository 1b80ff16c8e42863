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

    /// <summary>What a failure does not hold up: events are loaded and enriched with an earlier mirror.</summary>
    public static IJob? AfterFailure(IJob failed) => failed is DumpForAnalytics.DumpForAnalyticsJob ? new ChargerLesEvenements.ChargerLesEvenementsJob() : null;

    /// <summary>A job of the chain, by its verb.</summary>
    public static IJob Of(string verb) => All().Single(job => job.Verb == verb);

    /// <summary>In their order.</summary>
    public static IEnumerable<IJob> All()
    {
        for (var job = First(); job is not null; job = After(job, new JobOutcome([], VuesAreDue: true))) yield return job;
    }
}
