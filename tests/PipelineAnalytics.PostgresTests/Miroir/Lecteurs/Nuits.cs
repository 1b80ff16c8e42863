using System.Globalization;
using Npgsql;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Miroir.Lecteurs;

/// <summary>A production whose rows say of which night they are, so that a reader of analytics can tell a mixture of two.</summary>
internal static class Nuits
{
    /// <summary>Of each table, every night.</summary>
    public const int Rows = 2000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Production at night 0, mirrored, with the views of an analyst over the mirror.</summary>
    public static async Task<TestPipeline> NewAsync(PostgresFixture postgres)
    {
        var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RandomSource.Sample(7, 3), Cancellation);
        await TestPipeline.ExecuteAsync(pipeline.Source, await Zoo.ReadAsync("Lecteurs/production.sql"));
        await MirrorAsync(pipeline);
        await TestPipeline.ExecuteAsync(pipeline.Analytics, await Zoo.ReadAsync("Lecteurs/analyste.sql"));
        return pipeline;
    }

    public static Task FallAsync(TestPipeline pipeline, int night) => TestPipeline.ExecuteAsync(pipeline.Source, string.Create(CultureInfo.InvariantCulture, $"""
        update veille set nuit = {night}, texte = md5(texte || {night});
        update ronde set nuit = {night};
        update passage set nuit = {night}
        """));

    /// <summary>All that analysts see of a mirror, in one text.</summary>
    public static async Task<string> StateAsync(TestPipeline pipeline)
    {
        await using var connection = await pipeline.Analytics.OpenConnectionAsync(Cancellation);
        return await StateAsync(connection);
    }

    /// <summary>What they are to see of production as it is now. Their views are laid over it and taken back.</summary>
    public static async Task<string> ExpectedAsync(TestPipeline pipeline)
    {
        await using var connection = await pipeline.Source.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await using var views = new NpgsqlCommand(await Zoo.ReadAsync("Lecteurs/analyste.sql"), connection);
        await views.ExecuteNonQueryAsync(Cancellation);
        return await StateAsync(connection);
    }

    /// <summary>By the real executable.</summary>
    public static async Task MirrorAsync(TestPipeline pipeline)
    {
        var result = await Executable.Executable.RunAsync(Executable.Executable.Settings(pipeline.SourceText, pipeline.AnalyticsText), Cancellation, "dump-for-analytics");
        Assert.True(result.ExitCode == 0, result.StandardError);
    }

    private static async Task<string> StateAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(await Zoo.ReadAsync("Lecteurs/etat.sql"), connection);
        return (string)(await command.ExecuteScalarAsync(Cancellation))!;
    }
}
