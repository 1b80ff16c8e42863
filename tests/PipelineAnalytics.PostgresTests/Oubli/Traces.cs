using Npgsql;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.Vues;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Oubli;

/// <summary>What is left of somebody, and what the published numbers are.</summary>
internal static class Traces
{
    /// <summary>Whole rows as text, of every table; and what the planner's statistics show.</summary>
    private const string Tables =
        """
        select format('select %L from %I.%I t where strpos(t::text, $1) > 0 limit 1', n.nspname || '.' || c.relname, n.nspname, c.relname)
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'm') and (n.nspname = 'public' or n.nspname like 'pipeline%')
        union all
        select 'select ''pg_stats'' from pg_stats t where strpos(t::text, $1) > 0 limit 1'
        """;

    /// <returns>The tables in which the text is found, anywhere in a row.</returns>
    public static async Task<string> OfAsync(TestPipeline pipeline, string text)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var queries = new List<string>();
        await using (var command = pipeline.Analytics.CreateCommand(Tables))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation)) queries.Add(reader.GetString(0));
        }

        var found = new List<string>();
        foreach (var query in queries)
        {
            await using var command = pipeline.Analytics.CreateCommand(query);
            command.Parameters.Add(new NpgsqlParameter { Value = text });
            if (await command.ExecuteScalarAsync(cancellation) is string table) found.Add(table);
        }

        return string.Join(' ', found.Order(StringComparer.Ordinal));
    }

    /// <summary>Every row of every vue, and what analysts read of jeunes without their names.</summary>
    public static async Task<string> NumbersAsync(TestPipeline pipeline)
    {
        var tables = VueCatalog.Embedded.Select(v => $"select '{v.Name}' || to_jsonb(t)::text as ligne from public.{v.Name} t")
            .Append("select 'jeune' || (to_jsonb(t) - 'id_utilisateur')::text from public.evenement_engagement_jeune t");
        return await pipeline.ScalarAsync<string>($"select coalesce(string_agg(ligne, E'\\n' order by ligne collate \"C\"), '') from ({string.Join(" union all ", tables)}) l") ?? "";
    }
}
