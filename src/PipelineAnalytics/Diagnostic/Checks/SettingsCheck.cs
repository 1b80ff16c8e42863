using PipelineAnalytics.Jobs;
using PipelineAnalytics.Jobs.ChargerLesVues;
using PipelineAnalytics.Jobs.DumpForAnalytics;
using PipelineAnalytics.Vues;

namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>Settings that a job would refuse before it begins.</summary>
internal sealed class SettingsCheck : ICheck
{
    public string Subject => "settings";

    public string What => "settings";

    public Needs Needs => Needs.Nothing;

    public Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation)
    {
        var settings = examination.Settings;
        var refused = new List<PipelineException>();
        // Each by itself: the first that is wrong would hide the others.
        Try(() => _ = settings.Miroir.Connections);
        Try(() => _ = settings.Miroir.Budget);
        Try(() => _ = new ColumnRules(settings.Confidentialite));
        Try(() => _ = VueCatalog.Of(settings));
        Try(() => Ensure(new ChargerLesVuesJob()));
        Try(() => _ = settings.Worker.Silence);
        Try(() => _ = settings.Worker.Retries);
        foreach (var verb in (string[])["dump-for-analytics", "charger-les-evenements", "enrichir-les-evenements", "charger-les-vues"]) Try(() => _ = settings.Worker.MinutesAuPlus.Of(verb));
        Try(() => _ = new BusinessClock(examination.Time, settings.FuseauHoraire));
        foreach (var told in refused.DistinctBy(e => e.Message)) findings.Fault(told);
        if (refused.Count == 0) findings.Ok($"zone {settings.FuseauHoraire}, {settings.Miroir.Connections} tables copied at once, {VueCatalog.Of(settings).Count} vues over {settings.Vues.Connections} connections");
        return Task.CompletedTask;

        void Ensure(IJob job) => job.EnsureUsable(settings, new BusinessClock(examination.Time, settings.FuseauHoraire));

        void Try(Action action)
        {
            try
            {
                action();
            }
            catch (PipelineException e)
            {
                refused.Add(e);
            }
        }
    }
}
