using Npgsql;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Evenements;

public enum ClassicalShape
{
    Usual,
    WithoutEnrichedColumns,
    OtherOrder,
    Empty,
}

/// <summary>The table of events as an earlier pipeline left it in analytics: a heap under several b-trees, with a view and a reader of its own.</summary>
internal static class ClassicalTable
{
    public const string Reader = "lectrice_classique";

    private const string Usual = """
        id integer, date_evenement timestamptz, categorie varchar, action varchar, nom varchar, id_utilisateur varchar, type_utilisateur varchar,
        structure varchar, code varchar, semaine date, jour date, agence varchar, departement varchar, region varchar
        """;

    private const string WithoutEnrichedColumns = """
        id integer, date_evenement timestamptz, categorie varchar, action varchar, nom varchar, id_utilisateur varchar, type_utilisateur varchar,
        structure varchar, code varchar
        """;

    private const string OtherOrder = """
        region varchar(255), semaine date, code varchar(50), structure varchar, id integer, jour date, agence varchar, id_utilisateur varchar,
        departement varchar, type_utilisateur varchar, nom varchar, action varchar, categorie varchar, date_evenement timestamptz
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task CreateAsync(NpgsqlDataSource analytics, ClassicalShape shape, IEnumerable<EnrichedEvenement> rows)
    {
        await TestPipeline.ExecuteAsync(analytics, $"""
            create table public.evenement_engagement ({(shape is ClassicalShape.WithoutEnrichedColumns ? WithoutEnrichedColumns : shape is ClassicalShape.OtherOrder ? OtherOrder : Usual)});
            create index evenement_engagement_id on public.evenement_engagement (id);
            create index evenement_engagement_date on public.evenement_engagement (date_evenement);
            create index evenement_engagement_utilisateur on public.evenement_engagement (id_utilisateur, type_utilisateur);
            create index evenement_engagement_structure on public.evenement_engagement (structure) where structure is not null;
            create view public.usages as select e.* from public.evenement_engagement e where e.categorie is not null;
            create view public.usages_par_categorie as select categorie, count(*) as nb from public.usages group by categorie;
            do $$ begin create role {Reader}; exception when duplicate_object or unique_violation then null; end $$;
            grant select on public.evenement_engagement, public.usages_par_categorie to {Reader};
            grant update (nom) on public.evenement_engagement to {Reader};
            """);
        if (shape == ClassicalShape.Empty) return;
        var enriched = shape == ClassicalShape.WithoutEnrichedColumns ? "" : ", semaine, jour, agence, departement, region";
        await using var connection = await analytics.OpenConnectionAsync(Cancellation);
        await using var writer = await connection.BeginBinaryImportAsync($"copy public.evenement_engagement (id, date_evenement, categorie, action, nom, id_utilisateur, type_utilisateur, structure, code{enriched}) from stdin (format binary)", Cancellation);
        foreach (var e in rows)
        {
            object?[] values = [e.Id, e.DateEvenement?.ToUniversalTime(), e.Categorie, e.Action, e.Nom, e.IdUtilisateur, e.TypeUtilisateur, e.Structure, e.Code];
            await writer.WriteRowAsync(Cancellation, enriched == "" ? values : [.. values, e.Semaine, e.Jour, e.Agence, e.Departement, e.Region]);
        }

        await writer.CompleteAsync(Cancellation);
    }

    /// <summary>The rows, those that were set aside included, without what is computed anew (semaine, jour).</summary>
    public static async Task<List<string>> RowsAsync(NpgsqlDataSource analytics, ClassicalShape shape)
    {
        var columns = "id, date_evenement, categorie, action, nom, id_utilisateur, type_utilisateur, structure, code" + (shape == ClassicalShape.WithoutEnrichedColumns ? "" : ", agence, departement, region");
        var apart = await ScalarAsync<bool>(analytics, "select to_regclass('pipeline.evenement_engagement_doublon') is not null") ? $" union all select {columns} from pipeline.evenement_engagement_doublon" : "";
        await using var command = analytics.CreateCommand($"select jsonb_build_array({columns})::text from (select {columns} from public.evenement_engagement{apart}) e");
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var rows = new List<string>();
        while (await reader.ReadAsync(Cancellation)) rows.Add(reader.GetString(0));
        return rows;
    }

    /// <summary>The views read the table that is there now, and the reader has the rights that she had.</summary>
    public static async Task AssertReadableAsync(NpgsqlDataSource analytics)
    {
        Assert.True(await ScalarAsync<bool>(analytics, "select (select count(*) from public.usages) = (select count(*) from public.evenement_engagement where categorie is not null)"));
        Assert.True(await ScalarAsync<bool>(analytics, $"select has_table_privilege('{Reader}', 'public.evenement_engagement', 'select') and has_column_privilege('{Reader}', 'public.evenement_engagement', 'nom', 'update') and not has_table_privilege('{Reader}', 'public.evenement_engagement', 'delete') and has_table_privilege('{Reader}', 'public.usages_par_categorie', 'select')"));
        await TestPipeline.ExecuteAsync(analytics, $"set role {Reader}; select count(*) from public.evenement_engagement; select * from public.usages_par_categorie; reset role");
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlDataSource analytics, string sql)
    {
        await using var command = analytics.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(Cancellation))!;
    }
}
