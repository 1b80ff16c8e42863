using Npgsql;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Miroir.Ressemblance;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Miroir;

/// <summary>A production with every kind of object that PostgreSQL has: a few of each (zoo.sql), or all that there is (Zoo/*.sql besides).</summary>
internal static class Zoo
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<TestPipeline> NewAsync(PostgresFixture postgres)
    {
        var pipeline = await postgres.NewPipelineAsync();
        await FillAsync(pipeline.Source);
        return pipeline;
    }

    /// <summary>Into an empty database.</summary>
    public static async Task FillAsync(NpgsqlDataSource source)
    {
        await SourceSchema.LoadAsync(source, RandomSource.Sample(7, 10), Cancellation);
        await TestPipeline.ExecuteAsync(source, await ReadAsync("zoo.sql"));
    }

    /// <param name="leftOut">Of the files, that whose name contains this.</param>
    public static async Task<TestPipeline> WholeAsync(PostgresFixture postgres, string? leftOut = null)
    {
        var pipeline = await NewAsync(postgres);
        foreach (var file in Files().Where(f => leftOut is null || !f.Contains(leftOut, StringComparison.Ordinal))) await ExecuteAsync(pipeline, file);
        return pipeline;
    }

    /// <summary>Runs a file of this folder in production.</summary>
    public static async Task ExecuteAsync(TestPipeline pipeline, string file) => await ClientTool.PsqlAsync(pipeline.SourceText, await ReadAsync(file));

    public static async Task<string> ReadAsync(string file)
    {
        await using var stream = typeof(Zoo).Assembly.GetManifestResourceStream("Miroir/" + file) ?? throw new ArgumentException($"There is no Miroir/{file}.", nameof(file));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Cancellation);
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

    /// <summary>In the order of their numbers: a file uses what those before it made.</summary>
    private static IEnumerable<string> Files() => typeof(Zoo).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith("Miroir/Zoo/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(n => n["Miroir/".Length..]);
}
