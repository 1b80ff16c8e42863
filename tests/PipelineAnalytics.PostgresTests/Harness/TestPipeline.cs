using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Jobs.ChargerLesEvenements;
using PipelineAnalytics.Jobs.ChargerLesVues;
using PipelineAnalytics.Jobs.DumpForAnalytics;
using PipelineAnalytics.Jobs.EnrichirLesEvenements;
using PipelineAnalytics.Jobs.InitialiserLesVues;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Harness;

/// <summary>A production, an analytics, and the pipeline between them, in this process.</summary>
public sealed class TestPipeline(string source, string analytics) : IAsyncDisposable
{
    public string SourceText { get; } = source;

    public string AnalyticsText { get; } = analytics;

    public NpgsqlDataSource Source { get; } = NpgsqlDataSource.Create(source);

    public NpgsqlDataSource Analytics { get; } = NpgsqlDataSource.Create(analytics);

    public PipelineSettings Settings { get; } = new() { Source = source, Analytics = analytics };

    /// <summary>The pipeline's clock; by default after all the weeks of the random data.</summary>
    public DateTimeOffset Maintenant { get; set; } = DateTimeOffset.Parse("2025-11-26T03:00:00+01:00", CultureInfo.InvariantCulture);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public Task<JobRun> RunAsync(IJob job) => Runner().RunAsync(job, Cancellation);

    public Task<IReadOnlyList<JobRun>> RunChainAsync() => Runner().RunChainAsync(Cancellation);

    /// <summary>The mirrored tables laid down directly, for tests of the jobs after the mirror.</summary>
    public async Task LayMirrorAsync(RawSource rows)
    {
        await SourceSchema.LoadAsync(Analytics, rows, Cancellation);
        // No mirror has this table: with it, analytics would rightly be taken for production.
        await ExecuteAsync(Analytics, "drop table public.evenement_engagement_hebdo");
    }

    public Task<JobRun> MirrorAsync() => RunAsync(new DumpForAnalyticsJob());

    public Task<JobRun> LoadAsync() => RunAsync(new ChargerLesEvenementsJob());

    public Task<JobRun> EnrichAsync() => RunAsync(new EnrichirLesEvenementsJob());

    public Task<JobRun> VuesAsync(Semaine? semaine = null) => RunAsync(new ChargerLesVuesJob(semaine));

    public Task<JobRun> BackfillAsync(Semaine? du = null, Semaine? au = null) => RunAsync(InitialiserLesVuesJob.Between(du, au));

    public async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var command = Analytics.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Cancellation) is T value ? value : default;
    }

    public static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await Analytics.DisposeAsync();
    }

    private JobRunner Runner() => new(Settings, new ReplayTime(Maintenant, TimeProvider.System), NullLogger.Instance, new NoProgress());

    private sealed class NoProgress : IProgress<JobProgress>
    {
        public void Report(JobProgress value) { }
    }
}
