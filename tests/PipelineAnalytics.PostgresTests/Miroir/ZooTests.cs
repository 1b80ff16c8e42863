using Npgsql;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Miroir.Ressemblance;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Miroir;

/// <summary>Everything that PostgreSQL has, mirrored: what analysts find is what production has, to the last comment and the last digit.</summary>
public sealed class ZooTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_arrives_equal_and_a_second_mirror_over_the_first_changes_nothing()
    {
        await using var pipeline = await Zoo.WholeAsync(postgres);
        await pipeline.MirrorAsync();
        await Likeness.AssertAsync(pipeline);

        await pipeline.MirrorAsync();
        // What is in place must stand on nothing of the mirror before it, which goes when the next one begins.
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "drop schema if exists pipeline_miroir_precedent cascade");
        await Likeness.AssertAsync(pipeline);
    }

    [Fact]
    public async Task What_changes_in_production_changes_in_analytics()
    {
        await using var pipeline = await Zoo.WholeAsync(postgres);
        await pipeline.MirrorAsync();
        await MirrorWhileAsync(pipeline, "insert into ville values ('fr', 'Nice', 4); update intervalle set i = '[7,9)' where id = 1; delete from plage where a = 99");
        await Zoo.ExecuteAsync(pipeline, "changements.sql");
        await pipeline.MirrorAsync();
        await Likeness.AssertAsync(pipeline);

        // And once more, when nothing has changed since.
        await pipeline.MirrorAsync();
        await Likeness.AssertAsync(pipeline);
    }

    /// <summary>A table whose rows are as they were need not be copied again, but what it is made of may have changed all the same.</summary>
    [Fact]
    public async Task Definitions_that_change_where_no_row_does_change_in_analytics()
    {
        await using var pipeline = await Zoo.WholeAsync(postgres);
        await pipeline.MirrorAsync();
        await Zoo.ExecuteAsync(pipeline, "definitions.sql");
        await pipeline.MirrorAsync();
        await Likeness.AssertAsync(pipeline);
    }

    /// <summary>Without a scratch database the definitions take another way. What only a superuser can make or move is not there.</summary>
    [Fact]
    public async Task Everything_arrives_equal_where_the_user_may_not_create_a_database()
    {
        await using var pipeline = await Zoo.WholeAsync(postgres, leftOut: "superutilisateur");
        await TestPipeline.ExecuteAsync(pipeline.Source, """alter table "Dossier Été" drop column ouvert; drop type plage_horaire""");
        pipeline.Settings.Analytics = await Zoo.PlainOwnerAsync(pipeline, "proprietaire_du_zoo");
        await pipeline.MirrorAsync();
        await Likeness.AssertAsync(pipeline);

        await Zoo.ExecuteAsync(pipeline, "changements.sql");
        await pipeline.MirrorAsync();
        await Likeness.AssertAsync(pipeline);
    }

    /// <summary>Mirrors while a transaction that has written is not yet committed: the next mirror has to bring what it wrote.</summary>
    private static async Task MirrorWhileAsync(TestPipeline pipeline, string written)
    {
        await using var writer = await pipeline.Source.OpenConnectionAsync(Cancellation);
        await using var transaction = await writer.BeginTransactionAsync(Cancellation);
        await new NpgsqlCommand(written, writer).ExecuteNonQueryAsync(Cancellation);
        await pipeline.MirrorAsync();
        await transaction.CommitAsync(Cancellation);
    }
}
