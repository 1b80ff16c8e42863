using Npgsql;
using PipelineAnalytics.Diagnostic;
using PipelineAnalytics.PostgresTests.Harness;
using PipelineAnalytics.PostgresTests.Miroir.Ressemblance;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Diagnostic;

/// <summary>What would fail in a night is found before it, and named with its remedy.</summary>
public sealed class DoctorTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Before_the_first_night_a_healthy_pair_has_no_fault_and_is_told_what_would_be_copied()
    {
        await using var clinic = await Clinic.OpenAsync(postgres);
        await clinic.InSourceAsync("insert into jeune (id, nom) select 'jeune ' || n, repeat('x', 100) from generate_series(1, 2000) n; analyze jeune");
        var all = await clinic.ExamineAsync();

        Assert.DoesNotContain(all, f => f.Level == FindingLevel.Fault);
        var text = Clinic.Text(all);
        foreach (var told in new[] { "5 tables would be copied", "passed by: evenement_engagement_hebdo", "the first mirror takes about", "the first run makes them", "jeune.email", "pg_dump", "02:30 in Europe/Paris", "never leave production: archive_jeune.donnees", "only tables that changed", "different databases" })
        {
            Assert.Contains(told, text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("could not be looked at", text, StringComparison.Ordinal);
        Assert.All(all.Where(f => f.Level == FindingLevel.Fault), f => Assert.NotNull(f.Remedy));
    }

    [Fact]
    public async Task After_a_night_it_is_told_how_long_the_last_one_took_and_that_all_is_up_to_date()
    {
        await using var clinic = await Clinic.OpenAsync(postgres);
        await clinic.Pipeline.RunChainAsync();
        var all = await clinic.ExamineAsync();

        Assert.DoesNotContain(all, f => f.Level == FindingLevel.Fault);
        var text = Clinic.Text(all);
        foreach (var told in new[] { "the last mirror took", "tables are up to date", "can be made again over a new one" }) Assert.Contains(told, text, StringComparison.Ordinal);
        Assert.DoesNotContain("could not be looked at", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_changed()
    {
        await using var clinic = await Clinic.OpenAsync(postgres);
        await clinic.InSourceAsync("create extension pg_trgm; create schema outils; create extension unaccent schema outils");
        var before = await BothAsync(clinic);
        Assert.DoesNotContain(await clinic.ExamineAsync(), f => f.Level == FindingLevel.Fault);
        Assert.Equal(before, await BothAsync(clinic));

        await clinic.Pipeline.RunChainAsync();
        before = await BothAsync(clinic);
        await clinic.ExamineAsync();
        Assert.Equal(before, await BothAsync(clinic));
    }

    [Fact]
    public async Task Where_the_source_cannot_be_reached_analytics_is_looked_at_all_the_same()
    {
        await using var clinic = await Clinic.OpenAsync(postgres);
        clinic.Settings.Source = new NpgsqlConnectionStringBuilder(clinic.Settings.Source) { Port = 1 }.ConnectionString;
        await clinic.InAnalyticsAsync($"alter role {clinic.Owner} nocreatedb");

        await clinic.FindAsync(FindingLevel.Fault, "source", "ConnectionStrings__Source");
        await clinic.FindAsync(FindingLevel.Attention, "analytics", "CREATEDB");
        await clinic.FindAsync(FindingLevel.Attention, "not looked at", "for want of the source");
    }

    [Fact]
    public async Task Settings_that_lead_nowhere_are_findings_too_and_never_repeated()
    {
        await using var clinic = await Clinic.OpenAsync(postgres);
        (clinic.Settings.Source, clinic.Settings.Analytics) = ("tr0p-secret", null);
        var all = await clinic.ExamineAsync();
        Assert.Equal(2, all.Count(f => f.Level == FindingLevel.Fault));
        Assert.DoesNotContain("tr0p-secret", Clinic.Text(all), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rights_that_are_missing_in_the_source_are_named_with_the_grant()
    {
        await using var clinic = await Clinic.OpenAsync(postgres);
        await clinic.InSourceAsync($"revoke select on jeune from {clinic.Reader}; revoke select on evenement_engagement_hebdo from {clinic.Reader}");
        var unread = await clinic.FindAsync(FindingLevel.Fault, "source", "may not read evenement_engagement_hebdo, jeune");
        Assert.Contains("grant select", unread.Remedy, StringComparison.Ordinal);

        await clinic.InSourceAsync($"grant select on all tables in schema public to {clinic.Reader}; alter table agence enable row level security");
        await clinic.FindAsync(FindingLevel.Fault, "source", "row security hides rows of agence");
    }

    [Fact]
    public async Task A_user_of_analytics_who_may_create_nothing_is_found()
    {
        await using var clinic = await Clinic.OpenAsync(postgres);
        clinic.Settings.Analytics = Clinic.As(clinic.Settings.Analytics!, clinic.Reader);
        await clinic.FindAsync(FindingLevel.Fault, "analytics", "may not create schemas");
        await clinic.FindAsync(FindingLevel.Fault, "analytics", "may not create tables in the schema public");
    }

    [Fact]
    public async Task Tables_of_another_owner_that_stand_where_the_mirror_goes_are_named()
    {
        await using var clinic = await Clinic.OpenAsync(postgres);
        await clinic.InAnalyticsAsync("create table public.jeune (id text)");
        await clinic.FindAsync(FindingLevel.Fault, "analytics", "public.jeune of analytics belongs to postgres");
    }

    [Fact]
    public async Task An_extension_that_analytics_cannot_have_is_a_fault_where_the_mirror_needs_it()
    {
        await using var clinic = await Clinic.OpenAsync(postgres);
        await clinic.InSourceAsync("create extension pgstattuple; create extension pg_trgm");
        await clinic.FindAsync(FindingLevel.Attention, "extensions", "pgstattuple cannot be created in analytics");
        await clinic.InSourceAsync("create view place as select * from pgstattuple('public.jeune')");
        var fault = await clinic.FindAsync(FindingLevel.Fault, "extensions", "pgstattuple cannot be created in analytics");
        Assert.Contains("public.place needs it", fault.Message, StringComparison.Ordinal);
        await clinic.FindAsync(FindingLevel.Ok, "extensions", "pg_trgm");
    }

    [Fact]
    public async Task A_range_type_needs_a_superuser()
    {
        await using var clinic = await Clinic.OpenAsync(postgres);
        await clinic.InSourceAsync("create type intervalle as range (subtype = integer)");
        await clinic.FindAsync(FindingLevel.Fault, "extensions", "intervalle");
        clinic.Settings.Analytics = clinic.Pipeline.AnalyticsText;
        await clinic.FindAsync(FindingLevel.Ok, "extensions", "intervalle");
    }

    [Fact]
    public async Task One_database_twice_and_swapped_settings_are_found()
    {
        await using var clinic = await Clinic.OpenAsync(postgres);
        var (source, analytics) = (clinic.Settings.Source, clinic.Settings.Analytics);
        clinic.Settings.Analytics = new NpgsqlConnectionStringBuilder(clinic.Settings.Source) { Host = "localhost" }.ConnectionString;
        await clinic.FindAsync(FindingLevel.Fault, "both databases", "the same database");
        (clinic.Settings.Source, clinic.Settings.Analytics) = (analytics, source);
        await clinic.FindAsync(FindingLevel.Fault, "both databases", "swapped?");
    }

    [Fact]
    public async Task Tables_and_columns_that_the_source_lacks_are_named()
    {
        await using var clinic = await Clinic.OpenAsync(postgres);
        await clinic.InSourceAsync("alter table jeune drop column dispositif; drop table feature_flip; alter table evenement_engagement_hebdo drop column code");
        await clinic.FindAsync(FindingLevel.Fault, "source", "the source lacks public.feature_flip, public.jeune.dispositif");
        await clinic.FindAsync(FindingLevel.Fault, "source", "no column code");
        clinic.Settings.Miroir.Exclure = ["evenement*", "je?ne"];
        await clinic.FindAsync(FindingLevel.Fault, "source", "jeune is excluded");
        await clinic.InSourceAsync("create table analytics_engagement (id integer)");
        await clinic.FindAsync(FindingLevel.Fault, "mirror", "analytics_engagement, a name that the pipeline writes under");
    }

    [Fact]
    public async Task Personal_columns_are_named_until_a_setting_says_what_becomes_of_them()
    {
        await using var clinic = await Clinic.OpenAsync(postgres);
        var clear = await clinic.FindAsync(FindingLevel.Attention, "personal data", "jeune.email");
        Assert.Contains("conseiller.nom", clear.Message, StringComparison.Ordinal);

        clinic.Settings.Confidentialite = new ConfidentialiteSettings { Profil = "pseudonymes" };
        await clinic.FindAsync(FindingLevel.Fault, "personal data", "Confidentialite__Cle is not set");
        clinic.Settings.Confidentialite.Cle = "un secret assez long";
        await clinic.FindAsync(FindingLevel.Ok, "personal data", "jeune.email");
        Assert.DoesNotContain("un secret assez long", Clinic.Text(await clinic.ExamineAsync()), StringComparison.Ordinal);
        clinic.Settings.Confidentialite.Profil = "tous";
        await clinic.FindAsync(FindingLevel.Fault, "settings", "Confidentialite__Profil is 'tous'");
    }

    [Fact]
    public async Task Session_settings_of_a_role_that_we_cannot_override_are_named()
    {
        await using var clinic = await Clinic.OpenAsync(postgres);
        await clinic.InSourceAsync($"alter role {clinic.Reader} set idle_session_timeout = '1min'; alter role {clinic.Reader} set statement_timeout = '1s'; alter role {clinic.Reader} connection limit 3");
        await clinic.InAnalyticsAsync($"alter role {clinic.Owner} set default_transaction_read_only = on; alter role {clinic.Owner} set temp_file_limit = '1MB'");
        var all = Clinic.Text(await clinic.ExamineAsync());
        foreach (var told in new[] { "Attention source: idle_session_timeout is 1min", "Fault source: 3 connections are free", "Fault analytics: default_transaction_read_only is on", "Attention analytics: temp_file_limit is 1MB" }) Assert.Contains(told, all, StringComparison.Ordinal);
        Assert.DoesNotContain("statement_timeout is", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_partition_that_is_not_the_pipelines_and_one_that_was_detached_are_found()
    {
        await using var clinic = await Clinic.OpenAsync(postgres);
        await clinic.Pipeline.RunChainAsync();
        await clinic.InAnalyticsAsync("""
            create table public.autre partition of public.evenement_engagement default;
            do $$ begin execute format('alter table pipeline.usage_hebdo detach partition pipeline.%I', (select pipeline.nom_de_partition('usage_hebdo', max(semaine)) from pipeline.semaine)); end $$
            """);
        await clinic.FindAsync(FindingLevel.Fault, "analytics", "partitions that are not the pipeline's: autre");
        await clinic.FindAsync(FindingLevel.Fault, "analytics", "tables have the names of partitions");
    }

    private static async Task<string> BothAsync(Clinic clinic) =>
        await ClientTool.DumpAsync(clinic.Pipeline.SourceText) + await ClientTool.DumpAsync(clinic.Pipeline.AnalyticsText);
}
