using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.ChargerLesEvenements;

/// <summary>
/// The columns that are carried from <c>evenement_engagement_hebdo</c>, and what they must be there. A column that the source
/// has beyond these is named and left alone; one that is missing or of another type stops the load before it writes.
/// </summary>
internal static class EvenementColumns
{
    public const string SourceTable = "public.evenement_engagement_hebdo";

    private static readonly string[] Texts = ["character varying", "text"];

    /// <summary>Name, cast in the source's SELECT (so that both ends of the binary COPY agree), accepted types.</summary>
    private static readonly (string Name, string Cast, string[] Types)[] Expected =
    [
        ("id", "::bigint", ["integer", "bigint", "smallint"]),
        ("date_evenement", "", ["timestamp with time zone"]),
        ("categorie", "::varchar", Texts),
        ("action", "::varchar", Texts),
        ("nom", "::varchar", Texts),
        ("id_utilisateur", "::varchar", Texts),
        ("type_utilisateur", "::varchar", Texts),
        ("structure", "::varchar", Texts),
        ("code", "::varchar", Texts),
    ];

    public static string SelectList { get; } = string.Join(", ", Expected.Select(c => $"e.{c.Name}{c.Cast}"));

    public static string TargetList { get; } = string.Join(", ", Expected.Select(c => c.Name));

    /// <summary>The local date of an event in the source, as <c>pipeline.jour_local</c> is in analytics; a zone is an IANA name that was checked.</summary>
    public static string LocalDay(string zone) =>
        $"(e.date_evenement at time zone case when e.date_evenement between '4714-11-25 00:00+00 BC' and '294276-12-31 00:00+00' then '{zone}' else 'UTC' end)::date";

    /// <returns>The columns that the source has beyond the known ones.</returns>
    public static async Task<IReadOnlyList<string>> VerifyAsync(NpgsqlConnection source, CancellationToken cancellation)
    {
        var found = (await source.QueryAsync(SqlFile.Read("Jobs/ChargerLesEvenements/colonnes.sql"), static r => (Name: r.GetString(0), Type: r.GetString(1)), cancellation))
            .ToDictionary(c => c.Name, c => c.Type, StringComparer.Ordinal);
        if (found.Count == 0)
        {
            throw new PipelineException($"The source has no table {SourceTable}: check that ConnectionStrings__Source is production and that its user may see the schema public.");
        }

        foreach (var (name, _, types) in Expected)
        {
            if (!found.TryGetValue(name, out var type)) throw new PipelineException($"The source's {SourceTable} has no column {name}: nothing was loaded; was it renamed?");
            if (!types.Contains(type)) throw new PipelineException($"The source's {SourceTable}.{name} is of type {type}, expected {string.Join(" or ", types)}: nothing was loaded.");
        }

        return [.. found.Keys.Except(Expected.Select(c => c.Name))];
    }
}
