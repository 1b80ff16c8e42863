using System.Text.Json.Nodes;
using PipelineAnalytics.Jobs.DumpForAnalytics;
using PipelineAnalytics.PostgresTests.Harness;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Miroir;

/// <summary>A table whose rows did not change is not copied again; whatever could change what it holds makes it be copied.</summary>
public sealed class UnchangedTests(OwnServerFixture postgres) : IClassFixture<OwnServerFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_what_changed_is_copied_and_the_mirror_is_whole()
    {
        await using var pipeline = await Zoo.NewAsync(postgres);
        var first = await pipeline.MirrorAsync();
        Assert.Equal(0, Number(first.Outcome.Result, "unchangedTables"));
        var before = await OidsAsync(pipeline);

        await TestPipeline.ExecuteAsync(pipeline.Source, "insert into public.mesure values ('2025-12-24', 42); update public.jeune set prenom = 'autre' where id = (select min(id) from public.jeune)");
        var second = await pipeline.MirrorAsync();

        var after = await OidsAsync(pipeline);
        Assert.Equal(["jeune", "mesure", "mesure_2025"], Replaced(before, after));
        Assert.True(Number(second.Outcome.Result, "unchangedTables") > 5);
        await SameRowsAsync(pipeline);
    }

    [Theory]
    [InlineData("update public.lie set log_id = null")]
    [InlineData("delete from public.lie")]
    [InlineData("delete from public.lie; insert into public.lie values (1, 1, 1)")]
    [InlineData("begin; savepoint s; update public.lie set id = 2; release s; commit")]
    [InlineData("truncate public.lie; insert into public.lie values (1, 1, 1)")]
    [InlineData("alter table public.lie add column nouvelle integer default 7")]
    [InlineData("alter table public.lie add column n integer default 7; alter table public.lie drop column n; alter table public.lie add column n integer default 8")]
    [InlineData("vacuum full public.lie")]
    [InlineData("create index on public.lie (log_id)")]
    [InlineData("comment on column public.lie.id is 'autre'")]
    [InlineData("alter table public.lie alter column log_id set default 3")]
    public async Task Whatever_changes_a_table_makes_it_be_copied(string change)
    {
        await using var pipeline = await Zoo.NewAsync(postgres);
        await pipeline.MirrorAsync();
        var before = await OidsAsync(pipeline);
        foreach (var statement in change.Contains("begin", StringComparison.Ordinal) ? [change] : change.Split("; ")) await TestPipeline.ExecuteAsync(pipeline.Source, statement);

        await pipeline.MirrorAsync();

        Assert.Contains("lie", Replaced(before, await OidsAsync(pipeline)));
        await SameRowsAsync(pipeline);
    }

    [Theory]
    [InlineData("delete from public.lie")]
    [InlineData("update public.lie set log_id = log_id")]
    [InlineData("alter table public.lie drop column log_id")]
    [InlineData("drop index public.lie_pkey", "alter table public.lie drop constraint lie_pkey")]
    public async Task What_was_done_to_a_copy_is_undone(string change, string? instead = null)
    {
        await using var pipeline = await Zoo.NewAsync(postgres);
        await pipeline.MirrorAsync();
        await TestPipeline.ExecuteAsync(pipeline.Analytics, instead ?? change);

        await pipeline.MirrorAsync();

        await SameRowsAsync(pipeline);
        Assert.True(await pipeline.ScalarAsync<bool>("select exists (select from pg_constraint where conname = 'lie_pkey')"));
    }

    /// <summary>Of a large table only some rows are looked at before the definitions are laid out: what the look does not see, or is lied to about by statistics, the proof finds.</summary>
    [Theory]
    [InlineData("delete from public.grande where id = 10000")]
    [InlineData("update public.grande set id = id where id = 10000")]
    [InlineData("insert into public.grande values (30001, 'à la fin')")]
    [InlineData("update public.grande set texte = md5(texte)")]
    public async Task A_change_in_a_large_table_is_found_wherever_it_is(string change)
    {
        await using var pipeline = await Zoo.NewAsync(postgres);
        await TestPipeline.ExecuteAsync(pipeline.Source, "create table public.grande as select n as id, repeat(md5(n::text), 30) as texte from generate_series(1, 30000) n; create view public.sur_grande as select id from public.grande");
        await pipeline.MirrorAsync();
        var before = await OidsAsync(pipeline);

        var same = await pipeline.MirrorAsync();
        Assert.Empty(Replaced(before, await OidsAsync(pipeline)));
        await TestPipeline.ExecuteAsync(pipeline.Source, change);
        await TestPipeline.ExecuteAsync(pipeline.Source, "select pg_stat_reset()");
        var second = await pipeline.MirrorAsync();

        Assert.Equal(["grande"], Replaced(before, await OidsAsync(pipeline)));
        Assert.Equal(Number(same.Outcome.Result, "unchangedTables") - 1, Number(second.Outcome.Result, "unchangedTables"));
        await SameRowsAsync(pipeline, "grande", "sur_grande");
    }

    [Fact]
    public async Task What_was_done_to_a_large_copy_is_undone()
    {
        await using var pipeline = await Zoo.NewAsync(postgres);
        await TestPipeline.ExecuteAsync(pipeline.Source, "create table public.grande as select n as id, repeat(md5(n::text), 30) as texte from generate_series(1, 30000) n");
        await pipeline.MirrorAsync();
        await TestPipeline.ExecuteAsync(pipeline.Analytics, "delete from public.grande where id = 10000");
        await pipeline.MirrorAsync();
        await SameRowsAsync(pipeline, "grande");
    }

    /// <summary>An enum's label is no part of a row: no row tells that it was renamed.</summary>
    [Fact]
    public async Task A_label_renamed_in_a_type_is_followed()
    {
        await using var pipeline = await Zoo.NewAsync(postgres);
        await pipeline.MirrorAsync();
        await TestPipeline.ExecuteAsync(pipeline.Source, "alter type humeur rename value 'bonne' to 'excellente'");
        await pipeline.MirrorAsync();
        await SameRowsAsync(pipeline);
        Assert.Equal("{mauvaise,excellente}", await pipeline.ScalarAsync<string>("""select humeurs::text from public."Dossier Été" limit 1"""));
    }

    /// <summary>A transaction that was open when the snapshot was taken wrote before it, and is seen only after.</summary>
    [Fact]
    public async Task A_transaction_open_during_the_copy_and_committed_later_is_not_missed()
    {
        await using var pipeline = await Zoo.NewAsync(postgres);
        await using (var connection = await pipeline.Source.OpenConnectionAsync(Cancellation))
        await using (var transaction = await connection.BeginTransactionAsync(Cancellation))
        {
            await using var insert = new Npgsql.NpgsqlCommand("insert into public.lie values (2, null, null)", connection);
            await insert.ExecuteNonQueryAsync(Cancellation);
            await pipeline.MirrorAsync();
            await transaction.CommitAsync(Cancellation);
        }

        Assert.Equal(1L, await pipeline.ScalarAsync<long>("select count(*) from public.lie"));
        await pipeline.MirrorAsync();
        Assert.Equal(2L, await pipeline.ScalarAsync<long>("select count(*) from public.lie"));
    }

    [Fact]
    public async Task Everything_is_copied_when_asked_and_content_is_compared_when_asked()
    {
        await using var pipeline = await Zoo.NewAsync(postgres);
        await pipeline.MirrorAsync();
        pipeline.Settings.Miroir.Verifier = true;
        var kept = await pipeline.MirrorAsync();
        Assert.True(Number(kept.Outcome.Result, "unchangedTables") > 5);
        Assert.Equal(Number(kept.Outcome.Result, "tables"), Number(kept.Outcome.Result, "verifiedTables"));

        var anew = await pipeline.RunAsync(new DumpForAnalyticsJob(everything: true));
        Assert.Equal(0, Number(anew.Outcome.Result, "unchangedTables"));
    }

    /// <summary>Lines longer than a buffer among short ones, over as many connections as there are ranges to read.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_very_large_table_is_read_in_ranges_and_arrives_whole(int connections)
    {
        await using var pipeline = await Zoo.NewAsync(postgres);
        await TestPipeline.ExecuteAsync(pipeline.Source, """
            insert into public.trace select n, case when n % 500 = 0 then repeat(md5(n::text) || e'\n\\', 60000) else md5(n::text) end from generate_series(2, 5000) n;
            delete from public.trace where id % 7 = 0
            """);
        (pipeline.Settings.Miroir.LargeTable, pipeline.Settings.Miroir.Paralleles, pipeline.Settings.Miroir.Verifier) = (1 << 16, connections, true);
        await pipeline.MirrorAsync();
        await SameRowsAsync(pipeline);
    }

    private static int Number(JsonObject result, string key) => result[key]!.GetValue<int>();

    private static IEnumerable<string> Replaced(Dictionary<string, uint> before, Dictionary<string, uint> after) =>
        after.Where(t => before.GetValueOrDefault(t.Key) != t.Value).Select(t => t.Key).Order(StringComparer.Ordinal);

    private static async Task<Dictionary<string, uint>> OidsAsync(TestPipeline pipeline)
    {
        var tables = new Dictionary<string, uint>(StringComparer.Ordinal);
        await using var command = pipeline.Analytics.CreateCommand("select c.relname::text, c.oid from pg_class c join pipeline.miroir_objet m on m.type = 'table' and to_regclass(m.identite) = c.oid");
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        while (await reader.ReadAsync(Cancellation)) tables.Add(reader.GetString(0), reader.GetFieldValue<uint>(1));
        return tables;
    }

    private static async Task SameRowsAsync(TestPipeline pipeline, params string[] others)
    {
        foreach (var table in others.Concat(["jeune", "conseiller", "agence", "feature_flip", "\"Dossier Été\"", "mesure", "lie", "trace"]))
        {
            var columns = table == "conseiller" ? "(to_jsonb(t) - 'date_premier_ae' - 'date_dernier_ae')::text" : "t::text";
            var sql = $"select concat(count(*), ' ', md5(string_agg({columns}, '|' order by {columns}))) from public.{table} t";
            await using var command = pipeline.Source.CreateCommand(sql);
            Assert.Equal(await command.ExecuteScalarAsync(Cancellation), await pipeline.ScalarAsync<string>(sql));
        }

        Assert.Equal(0L, await pipeline.ScalarAsync<long>("select count(*) from pg_constraint where not convalidated and connamespace = 'public'::regnamespace"));
    }
}
