using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CliWrap.Buffered;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Oracle;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Vues;

/// <summary>A small analytics with its mirror and enriched events, and words for what these tests ask of it.</summary>
internal static class Sample
{
    /// <summary>A Wednesday after all the weeks of the random data.</summary>
    public const string Moment = "2025-11-26T03:00:00+01:00";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Two users who come back, over the weeks from <paramref name="du"/> on.</summary>
    public static async Task<TestPipeline> EnrichedAsync(PostgresFixture postgres, string du = "2025-06-02", int weeks = 20)
    {
        var pipeline = await postgres.NewPipelineAsync();
        await SourceSchema.LoadAsync(pipeline.Source, RandomSource.Sample(1, 5) with { Evenements = [] }, Cancellation);
        await pipeline.LayMirrorAsync(RandomSource.Sample(1, 5) with { Evenements = [] });
        await TestPipeline.ExecuteAsync(pipeline.Source, string.Create(CultureInfo.InvariantCulture, $"""
            insert into evenement_engagement_hebdo (id, date_evenement, categorie, action, nom, id_utilisateur, type_utilisateur, structure)
            select 1000000 + row_number() over (), timestamptz '{du} 10:00Z' + interval '7 days' * w + interval '1 day' * j, 'Offre', 'Détail', 'emploi', u, 'JEUNE', 'MILO'
            from generate_series(0, {weeks - 1}) w, generate_series(0, 1) j, (values ('anne'), ('bao')) p (u)
            """));
        await pipeline.LoadAsync();
        await pipeline.EnrichAsync();
        return pipeline;
    }

    /// <summary>An event that comes late, into a past week.</summary>
    public static async Task LateAsync(TestPipeline pipeline, string jour, int id = 900_000)
    {
        await TestPipeline.ExecuteAsync(pipeline.Source, string.Create(CultureInfo.InvariantCulture,
            $"insert into evenement_engagement_hebdo (id, date_evenement, structure, type_utilisateur, id_utilisateur) values ({id}, '{jour}T10:00Z', 'MILO', 'JEUNE', 'tardive')"));
        await pipeline.LoadAsync();
        await pipeline.EnrichAsync();
    }

    /// <summary>The executable, which succeeds, with <c>--json</c>: its answer.</summary>
    public static async Task<JsonNode> JsonAsync(TestPipeline pipeline, params string[] arguments)
    {
        var result = await RunAsync(pipeline, [.. arguments, "--json"]);
        Assert.True(result.ExitCode == 0, result.StandardError);
        return JsonNode.Parse(result.StandardOutput)!;
    }

    public static async Task<BufferedCommandResult> RunAsync(TestPipeline pipeline, params string[] arguments) =>
        await Executable.Executable.RunAsync(Settings(pipeline), Cancellation, [.. arguments, .. arguments[0] == "status" ? Array.Empty<string>() : ["--maintenant", Moment]]);

    public static Dictionary<string, string?> Settings(TestPipeline pipeline)
    {
        var settings = Executable.Executable.Settings(pipeline.SourceText, pipeline.AnalyticsText);
        settings["Pipeline__Vues__Dossier"] = pipeline.Settings.Vues.Dossier;
        return settings;
    }

    /// <summary>All that a schema holds, in one text.</summary>
    public static async Task<string> AllAsync(TestPipeline pipeline, params string[] tables)
    {
        var queries = tables.Select(t => $"select '{t} ' || to_jsonb(x)::text as ligne from {t} x");
        return await pipeline.ScalarAsync<string>($"select coalesce(string_agg(ligne, E'\\n' order by ligne collate \"C\"), '') from ({string.Join(" union all ", queries)}) l") ?? "";
    }

    public static string[] Texts(JsonNode? array) => JsonSerializer.Deserialize<string[]>(array!)!;
}
