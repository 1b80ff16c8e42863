using PipelineAnalytics.PostgresTests.Harness;
using Xunit;
namespace PipelineAnalytics.PostgresTests.Vues;

/// <summary>A folder that cannot be a vue is named at start, before anything is changed.</summary>
public sealed class MalformedFolderTests(PostgresFixture postgres)
{
    /// <summary>What needs no server to be seen is told by every verb, before anything is tried.</summary>
    [Theory]
    [InlineData("nouvelle", "model.sql", "", "there is no model.sql")]
    [InlineData("nouvelle", "table.sql", " ", "there is no table.sql")]
    [InlineData("nouvelle", "Checks/jours.sql", "select 1", "Checks/jours.sql is no part of a vue")]
    [InlineData("nouvelle", "checks/jours.sql.bak", "select 1", "checks/jours.sql.bak is no part of a vue")]
    [InlineData("nouvelle", "modele.sql", "select 1", "modele.sql is no part of a vue")]
    [InlineData("Nouvelle-Vue", "model.sql", "select 1", "lower-case letters")]
    [InlineData("analytics_engagement", "model.sql", "select 1", "a table of the pipeline's own")]
    [InlineData("evenement_engagement", "model.sql", "select 1", "a table of the pipeline's own")]
    public async Task A_malformed_folder_fails_at_start_and_is_named(string vue, string file, string text, string told)
    {
        using var folder = VueFolder.WithOne();
        folder.Write(vue, "table.sql", "create table nouvelle (semaine date not null unique)");
        folder.Write(vue, "model.sql", "select $1::date as semaine where $2::date is not null");
        folder.Write(vue, file, text);
        var settings = Executable.Executable.Settings("Host=nowhere.invalid;Database=x", "Host=nowhere.invalid;Database=y");
        settings["Pipeline__Vues__Dossier"] = folder.Root;

        foreach (var verb in new[] { "run", "charger-les-vues", "status" })
        {
            var result = await Executable.Executable.RunAsync(settings, TestContext.Current.CancellationToken, verb);
            Assert.Equal(2, result.ExitCode);
            Assert.StartsWith($"error: Pipeline__Vues__Dossier: {Path.Combine(folder.Root, vue)}: ", result.StandardError, StringComparison.Ordinal);
            Assert.Contains(told, result.StandardError, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("table.sql", "unique nulls not distinct (semaine, jour, structure)", "check (true)", "no unique constraint")]
    [InlineData("table.sql", "unique nulls not distinct", "unique", "write unique nulls not distinct")]
    [InlineData("table.sql", "create table utilisateurs_par_jour", "create table autre", "table.sql")]
    [InlineData("table.sql", "create table", "create table public.laisse (x integer); commit; create table", "table.sql begins or ends a transaction")]
    [InlineData("table.sql", "comment on", "rollback; begin; create table public.laisse (x integer); comment on", "table.sql begins or ends a transaction")]
    [InlineData("checks/trop.sql", VueFolder.Check, "commit", "checks/trop.sql is refused by the server")]
    [InlineData("checks/trop.sql", VueFolder.Check, "delete from public.evenement_engagement where semaine between $1 and $2 returning *", "checks/trop.sql is refused by the server")]
    [InlineData("model.sql", "structure;", "structure; -- done", "model.sql is refused by the server")]
    [InlineData("table.sql", "varchar,", "varchr,", "table.sql is refused by the server: type \"varchr\" does not exist")]
    [InlineData("table.sql", "nb_utilisateurs integer", "id_utilisateur varchar, nb_utilisateurs integer", "a vue holds counts, no persons")]
    [InlineData("table.sql", "nb_utilisateurs integer not null", "nb_utilisateurs json", "model.sql is refused by the server: column \"nb_utilisateurs\" is of type json")]
    [InlineData("model.sql", "as nb_utilisateurs", "as nb", "model.sql gives nb, which table.sql does not have")]
    [InlineData("model.sql", "structure, count(distinct", "count(distinct", "model.sql does not give structure, which table.sql has")]
    [InlineData("model.sql", "select semaine", "selct semaine", "model.sql is refused by the server: syntax error at or near \"selct\"")]
    [InlineData("checks/trop.sql", "nb_utilisateurs", "nb_users", "checks/trop.sql is refused by the server: column \"nb_users\" does not exist")]
    public async Task A_folder_that_the_server_refuses_fails_before_anything_is_changed(string file, string correct, string wrong, string told)
    {
        const string Objects = "select string_agg(oid::text, ' ' order by oid) from pg_class where relnamespace in ('public'::regnamespace, 'pipeline'::regnamespace)";
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 2);
        await pipeline.VuesAsync();
        var before = (await pipeline.ScalarAsync<string>(Objects), await Sample.AllAsync(pipeline, "pipeline.vue", "pipeline.vue_semaine"));
        using var folder = VueFolder.WithOne();
        var text = file switch { "table.sql" => VueFolder.Table, "model.sql" => VueFolder.Model, _ => VueFolder.Check };
        folder.Write(VueFolder.Vue, file, text.Replace(correct, wrong, StringComparison.Ordinal));
        pipeline.Settings.Vues.Dossier = folder.Root;

        foreach (var arguments in new string[][] { ["charger-les-vues"], ["initialiser-les-vues"], ["charger-les-vues", "--plan"] })
        {
            var result = await Sample.RunAsync(pipeline, arguments);
            Assert.Equal(2, result.ExitCode);
            Assert.StartsWith($"error: Pipeline__Vues__Dossier: {Path.Combine(folder.Root, VueFolder.Vue)}: ", result.StandardError, StringComparison.Ordinal);
            Assert.Contains(told, result.StandardError, StringComparison.Ordinal);
        }

        Assert.Equal(before, (await pipeline.ScalarAsync<string>(Objects), await Sample.AllAsync(pipeline, "pipeline.vue", "pipeline.vue_semaine")));
    }

    [Theory]
    [InlineData("jeune", "public.jeune")]
    [InlineData("segment", "pipeline.segment")]
    public async Task A_name_that_another_table_has_is_refused(string name, string taken)
    {
        await using var pipeline = await Sample.EnrichedAsync(postgres, weeks: 1);
        using var folder = new VueFolder();
        folder.Write(name, "table.sql", VueFolder.Table.Replace(VueFolder.Vue, name, StringComparison.Ordinal));
        folder.Write(name, "model.sql", VueFolder.Model);
        pipeline.Settings.Vues.Dossier = folder.Root;

        var result = await Sample.RunAsync(pipeline, "charger-les-vues");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"there is a table {taken} already", result.StandardError, StringComparison.Ordinal);
    }
}
