using Npgsql;
using PipelineAnalytics.Diagnostic;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Diagnostic;

/// <summary>A production and an analytics as the README asks for them: a user who may read, a user who owns. Tests then take something away.</summary>
internal sealed class Clinic : IAsyncDisposable
{
    private Clinic(TestPipeline pipeline, string reader, string owner) => (Pipeline, Reader, Owner) = (pipeline, reader, owner);

    public TestPipeline Pipeline { get; }

    public string Reader { get; }

    public string Owner { get; }

    /// <summary>This machine's clock.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    public PipelineSettings Settings => Pipeline.Settings;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Clinic> OpenAsync(PostgresFixture postgres)
    {
        var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RandomSource.Sample(1, 5), Cancellation);
        var database = new NpgsqlConnectionStringBuilder(pipeline.AnalyticsText).Database!;
        string reader = $"lecteur_{database}", owner = $"elt_{database}";
        await TestPipeline.ExecuteAsync(pipeline.Source, $"create role {reader} login password 'secret'; grant select on all tables in schema public to {reader}; grant select on all sequences in schema public to {reader}; analyze");
        await TestPipeline.ExecuteAsync(pipeline.Analytics, $"create role {owner} login createdb password 'secret'; alter database {database} owner to {owner}");
        var clinic = new Clinic(pipeline, reader, owner);
        clinic.Settings.Source = As(pipeline.SourceText, reader);
        clinic.Settings.Analytics = As(pipeline.AnalyticsText, owner);
        clinic.Settings.Miroir.Paralleles = clinic.Settings.Vues.Paralleles = 2;
        return clinic;
    }

    public Task InSourceAsync(string sql) => TestPipeline.ExecuteAsync(Pipeline.Source, sql);

    public Task InAnalyticsAsync(string sql) => TestPipeline.ExecuteAsync(Pipeline.Analytics, sql);

    public Task<IReadOnlyList<Finding>> ExamineAsync() => new Doctor(Settings, Time, new NoProgress()).ExamineAsync(Cancellation);

    /// <summary>The one finding whose message or remedy holds a text.</summary>
    public async Task<Finding> FindAsync(FindingLevel level, string subject, string told)
    {
        var all = await ExamineAsync();
        var found = all.Where(f => f.Level == level && f.Subject == subject && $"{f.Message} | {f.Remedy}".Contains(told, StringComparison.Ordinal)).ToList();
        Assert.True(found.Count == 1, $"{level} {subject} '{told}' was found {found.Count} times in:\n{Text(all)}");
        return found[0];
    }

    public static string Text(IEnumerable<Finding> findings) => string.Join('\n', findings.Select(f => $"{f.Level} {f.Subject}: {f.Message} | {f.Remedy}"));

    public static string As(string connection, string user) => new NpgsqlConnectionStringBuilder(connection) { Username = user, Password = "secret" }.ConnectionString;

    public ValueTask DisposeAsync() => Pipeline.DisposeAsync();

    private sealed class NoProgress : IProgress<JobProgress>
    {
        public void Report(JobProgress value) { }
    }
}
