using Npgsql;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.Vues;

namespace PipelineAnalytics.Host.Demo;

internal sealed record VueSize(string Vue, long Rows, long Semaines);

internal sealed record EngagementRow(DateOnly Semaine, long DeuxMois, long Actifs, long TroisSurSix);

internal sealed record FonctionnaliteRow(string Fonctionnalite, long Evenements, long Utilisateurs);

internal sealed record DepartementRow(string Departement, string Region, long DeuxMois, long Actifs);

/// <summary>What people look at in the morning, read from the vues as a dashboard would.</summary>
internal sealed record DemoPicture(
    IReadOnlyList<VueSize> Vues,
    IReadOnlyList<EngagementRow> Engagement,
    IReadOnlyList<FonctionnaliteRow> Fonctionnalites,
    IReadOnlyList<DepartementRow> Departements)
{
    private const int Semaines = 8, Top = 10;

    /// <exception cref="PipelineException">A vue is empty: the demo shows nothing that is not there.</exception>
    public static async Task<DemoPicture> ReadAsync(string? analytics, CancellationToken cancellation)
    {
        await using var database = new AnalyticsDatabase(analytics);
        await using var connection = await database.OpenAsync(cancellation);
        var vues = new List<VueSize>();
        foreach (var vue in VueCatalog.Embedded) vues.Add(await SizeAsync(connection, vue.Name, cancellation));
        if (vues.Find(v => v.Rows == 0) is { } empty)
        {
            throw new PipelineException($"This demo is too small: it left public.{empty.Vue} without a row, and there is nothing to show; take more events and weeks, for instance --evenements 20000 --semaines 8.");
        }

        return new DemoPicture(
            vues,
            await connection.QueryAsync(Read("engagement.sql"), static r => new EngagementRow(r.GetFieldValue<DateOnly>(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3)), cancellation, Semaines),
            await connection.QueryAsync(Read("fonctionnalites.sql"), static r => new FonctionnaliteRow(r.GetString(0), r.GetInt64(1), r.GetInt64(2)), cancellation, Top),
            await connection.QueryAsync(Read("departements.sql"), static r => new DepartementRow(r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3)), cancellation, Top));
    }

    private static async Task<VueSize> SizeAsync(NpgsqlConnection connection, string vue, CancellationToken cancellation)
    {
        var sizes = await connection.QueryAsync(
            $"select count(*), count(distinct semaine) from {QuotedName.Of("public", vue)}",
            r => new VueSize(vue, r.GetInt64(0), r.GetInt64(1)), cancellation);
        return sizes[0];
    }

    private static string Read(string file)
    {
        using var stream = typeof(DemoPicture).Assembly.GetManifestResourceStream($"Demo/{file}")
            ?? throw new InvalidOperationException($"The executable lacks its resource Demo/{file}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
