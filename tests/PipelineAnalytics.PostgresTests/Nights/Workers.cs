using System.Globalization;
using PipelineAnalytics.PostgresTests.Harness;

namespace PipelineAnalytics.PostgresTests.Nights;

/// <summary>Workers that share a clock: one that is started later begins where the others are by then.</summary>
internal sealed class Workers(TestPipeline pipeline, string from, int speed, params (string Name, string Value)[] settings) : IAsyncDisposable
{
    private readonly ReplayTime time = new(DateTimeOffset.Parse(from, CultureInfo.InvariantCulture), TimeProvider.System, speed);
    private readonly List<WorkerProcess> all = [];

    /// <summary>By their clock.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    public string Messages => string.Join('\n', all.Select(w => $"--- {w.Name}{(w.HasExited ? ", ended" : "")}\n{w.Messages}"));

    public WorkerProcess Start()
    {
        var worker = WorkerProcess.Start(pipeline, $"ouvrier-{all.Count + 1}-", Now, speed, settings);
        all.Add(worker);
        return worker;
    }

    /// <param name="sessions">As in <c>pipeline.suivi_job</c>.</param>
    public WorkerProcess Of(string sessions) => all.Single(w => sessions.StartsWith(w.Name, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in all) await worker.DisposeAsync();
    }
}
