using Npgsql;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Miroir;

/// <summary>A production with every kind of object that PostgreSQL has (zoo.sql).</summary>
internal static class Zoo
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<TestPipeline> NewAsync(PostgresFixture postgres)
    {
        var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RandomSource.Sample(7, 10), Cancellation);
        await using var stream = typeof(Zoo).Assembly.GetManifestResourceStream("Miroir/zoo.sql")!;
        using var reader = new StreamReader(stream);
        await TestPipeline.ExecuteAsync(pipeline.Source, await reader.ReadToEndAsync(Cancellation));
        return pipeline;
    }

    /// <summary>A login that owns analytics and nothing else, as a hosting platform gives.</summary>
    public static async Task<string> PlainOwnerAsync(TestPipeline pipeline, string role)
    {
        var connection = new NpgsqlConnectionStringBuilder(pipeline.AnalyticsText) { Username = role, Password = "secret" };
        await TestPipeline.ExecuteAsync(pipeline.Analytics, $"""
            create role {role} login password 'secret';
            alter database {connection.Database} owner to {role}
            """);
        return connection.ConnectionString;
    }
}
