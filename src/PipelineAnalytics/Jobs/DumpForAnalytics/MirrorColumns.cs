using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>What becomes of each column of production tonight, and the text by which a table's rows are read there: what is pseudonymised never leaves in clear.</summary>
internal sealed class MirrorColumns
{
    /// <summary>Characters of a pseudonym, and the fewest that still tell people apart.</summary>
    private const int Length = 32, Shortest = 16;

    /// <summary>Shorter keys can be tried out.</summary>
    private const int ShortestKey = 16;

    private static readonly string[] Texts = ["text", "varchar", "bpchar", "citext"];

    /// <summary>By these the jobs join the mirror to events, which come in clear.</summary>
    private static readonly string[] Joined = ["jeune.id", "jeune.id_conseiller", "jeune.id_conseiller_initial", "jeune.structure", "jeune.dispositif", "conseiller.id", "conseiller.id_agence", "agence.id", "feature_flip.feature_tag"];

    private readonly ILookup<string, Column> columns;
    private readonly string? key;
    private readonly string settings;

    private MirrorColumns(MirrorSelection selection, string? key, string settings, IEnumerable<Column> columns) =>
        (Selection, this.key, this.settings, this.columns) = (selection, key, settings, columns.ToLookup(c => c.Table, StringComparer.Ordinal));

    /// <param name="Type">As it is written, with its limit.</param>
    /// <param name="TypeName">Without.</param>
    /// <param name="Limit">The most characters; null without a limit.</param>
    /// <param name="IsSameEverywhere">Its binary form is.</param>
    /// <param name="Ancestors">Tables that this one is a partition of, or inherits from: what is said of them holds for its rows too.</param>
    /// <param name="IsInherited">The treatment is an ancestor's.</param>
    /// <param name="IsUnknown">No mirror has met it, and no setting names it.</param>
    private sealed record Column(string Table, string Name, string Type, string TypeName, int? Limit, bool IsSameEverywhere, string[] Ancestors, Treatment Treatment = Treatment.Keep, bool IsUnknown = false, bool IsInherited = false)
    {
        public string FullName => $"{Table}.{Name}";

        public bool IsText => Texts.Contains(TypeName);
    }

    public MirrorSelection Selection { get; }

    public IEnumerable<string> Dropped => Named(c => c.Treatment == Treatment.Drop);

    public IEnumerable<string> Pseudonymised => Named(c => c.Treatment == Treatment.Pseudonym);

    /// <summary>Columns that no mirror has met before, those of new tables included.</summary>
    public IEnumerable<string> Unknown => Named(c => c.IsUnknown);

    /// <summary>Columns whose name says that they tell of a person, and that no setting says to keep.</summary>
    public required IReadOnlyList<string> PersonalInClear { get; init; }

    /// <summary>Those that a later mirror need not ask about.</summary>
    public IEnumerable<(string Table, string Column)> Met => columns.SelectMany(t => t).Where(c => !(c.IsUnknown && c.Treatment == Treatment.Drop)).Select(c => (c.Table, c.Name));

    /// <exception cref="PipelineException">A column can't be treated as asked, or is unknown and such columns stop the mirror.</exception>
    public static async Task<MirrorColumns> OfAsync(NpgsqlConnection source, NpgsqlConnection? analytics, PipelineSettings settings, MirrorSelection selection, CancellationToken cancellation)
    {
        var rules = new ColumnRules(settings.Confidentialite);
        var met = analytics is null ? [] : (await analytics.QueryAsync("select nom_table, nom_colonne from pipeline.miroir_colonne", static r => $"{r.GetString(0)}.{r.GetString(1)}", cancellation)).ToHashSet(StringComparer.Ordinal);
        var all = await source.QueryAsync(SqlFile.Read("Jobs/DumpForAnalytics/colonnes_source.sql"),
            static r => new Column(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.IsDBNull(4) ? null : r.GetInt32(4), r.GetBoolean(5), r.GetFieldValue<string[]>(6)), cancellation);
        var treated = all.Where(c => !selection.IsExcluded(c.Table)).Select(c => Treat(c, rules, met)).ToList();
        foreach (var column in treated) EnsureTreatable(column);
        EnsureJoin(treated);
        if (rules.Unknown is null) EnsureKnown(treated);
        return new MirrorColumns(selection, EnsureKey(settings.Confidentialite.Cle, treated), Fingerprint(JsonSerializer.Serialize(new { settings.Miroir.Exclure, settings.Miroir.ExclureDonnees, settings.Confidentialite.Supprimer, settings.Confidentialite.Pseudonymiser, settings.Confidentialite.Garder, settings.Confidentialite.Profil })), treated)
        {
            PersonalInClear = [.. treated.Where(c => c.Treatment == Treatment.Keep && rules.Asked(c.Table, c.Name) is null && ColumnRules.LooksPersonal(c.Name)).Select(c => c.FullName)],
        };
    }

    public IEnumerable<string> DroppedOf(string table) => columns[table].Where(c => c is { Treatment: Treatment.Drop, IsInherited: false }).Select(c => c.Name);

    /// <summary>A table that stays has columns of ours beside those that are copied.</summary>
    public MirrorTable Copied(MirrorTable table) => table with { Columns = [.. table.Columns.Where(name => columns[table.Name].Any(c => c.Name == name))] };

    /// <summary>A table with those of its columns that leave production.</summary>
    public MirrorTable CopyOf(string table) => new(table, [.. columns[table].Where(c => c.Treatment != Treatment.Drop).Select(c => c.Name)]);

    /// <summary>Whether a table comes without its rows, or one that it belongs to.</summary>
    public bool IsWithoutRows(string table) => Selection.IsWithoutRows(table) || columns[table].Any(c => c.Ancestors.Any(Selection.IsWithoutRows));

    /// <summary>How a table is copied: two nights with the same text copy it alike. The settings are in it, since what becomes of one table may hang on another; the key by a fingerprint.</summary>
    public string Text(string table) => IsWithoutRows(table) ? "" : settings + " " + string.Join(", ", columns[table].Select(c => $"{c.Name} {c.Type} {c.Treatment}")) + (IsPseudonymised(table) ? $" {Fingerprint(key!)}" : "");

    /// <summary>Binary where every column is of a type that is the same in every server, and comes as it is.</summary>
    public CopyFormat Format(MirrorTable table) =>
        columns[table.Name].Where(c => table.Columns.Contains(c.Name)).All(c => c.IsSameEverywhere && c.Treatment == Treatment.Keep) ? CopyFormat.Binary : CopyFormat.Text;

    /// <summary>Brings the rows of a table: the table itself, or a query of it.</summary>
    /// <param name="table">The table.</param>
    /// <param name="pages">A condition that is true of some pages; null for all of them.</param>
    public string CopyTo(MirrorTable table, string? pages = null)
    {
        var name = QuotedName.Of("public", table.Name);
        var rows = pages is not null || IsPseudonymised(table.Name) ? $"(select {Values(table)} from only {name} where {pages ?? "true"})" : $"{name}{QuotedName.Columns(table.Columns)}";
        return $"copy {rows} to stdout with (format {Format(table).Name})";
    }

    /// <summary>The values that are copied, as a list for SELECT.</summary>
    public string Values(MirrorTable table) => string.Join(", ", table.Columns.Select(name => Value(columns[table.Name].FirstOrDefault(c => c.Name == name), name)));

    /// <summary>Gives the session the key, as a parameter: it stands in no statement's text.</summary>
    public async Task PrepareAsync(NpgsqlConnection source, string table, CancellationToken cancellation)
    {
        if (IsPseudonymised(table)) await source.ExecuteAsync("select set_config('pipeline.cle', $1, true)", cancellation, key);
    }

    private bool IsPseudonymised(string table) => columns[table].Any(c => c.Treatment == Treatment.Pseudonym);

    private static string Value(Column? column, string name)
    {
        var quoted = QuotedName.Of(name).ToString();
        if (column is not { Treatment: Treatment.Pseudonym }) return quoted;
        var pseudonym = SqlFile.Fill("Jobs/DumpForAnalytics/pseudonyme.sql", ("colonne", quoted)).TrimEnd();
        if (column.Limit is { } limit and < Length) pseudonym = $"left({pseudonym}, {limit})";
        // As the copy will write it: with dashes, or padded.
        return column.TypeName is "uuid" or "bpchar" ? $"({pseudonym})::{column.Type}" : pseudonym;
    }

    private IEnumerable<string> Named(Func<Column, bool> which) => columns.SelectMany(t => t).Where(which).Select(c => c.FullName);

    private static Column Treat(Column column, ColumnRules rules, HashSet<string> met)
    {
        if (rules.Asked(column.Table, column.Name) is { } asked) return column with { Treatment = asked };
        var above = column.Ancestors.Select(a => rules.Asked(a, column.Name)).OfType<Treatment>().ToList();
        // Of two that tell otherwise, the one that tells less.
        if (above.Count > 0) return column with { Treatment = above.Contains(Treatment.Drop) ? Treatment.Drop : above.Contains(Treatment.Pseudonym) ? Treatment.Pseudonym : Treatment.Keep, IsInherited = true };
        if (column.IsText && column.Ancestors.Append(column.Table).Any(t => rules.IsInProfile(t, column.Name))) return column with { Treatment = Treatment.Pseudonym };
        // Before the first mirror nothing is known: what is there then is what people know.
        if (met.Count == 0 || met.Contains(column.FullName)) return column;
        return column with { IsUnknown = true, Treatment = rules.Unknown ?? Treatment.Keep };
    }

    private static void EnsureTreatable(Column column)
    {
        if (column.Treatment != Treatment.Keep && Joined.Contains(column.FullName)) throw PipelineException.Misused($"Confidentialite: {column.FullName} can't be left out or replaced: events are joined by it.");
        if (column.Treatment != Treatment.Pseudonym) return;
        if (!column.IsText && column.TypeName != "uuid") throw PipelineException.Misused($"Confidentialite: {column.FullName} is of type {column.Type}, in which a pseudonym (32 characters) does not fit: name it in Confidentialite__Supprimer or Confidentialite__Garder.");
        if (column.Limit < Shortest) throw PipelineException.Misused($"Confidentialite: {column.FullName} holds {column.Limit} characters, too few for a pseudonym (at least {Shortest}): name it in Confidentialite__Supprimer or Confidentialite__Garder.");
    }

    /// <summary>A counsellor is known to feature_flip by his e-mail: replaced in one of the two only, nobody would have a feature any more.</summary>
    private static void EnsureJoin(List<Column> treated)
    {
        var pair = treated.Where(c => c.FullName is "conseiller.email" or "feature_flip.email_conseiller").ToList();
        if (pair.Select(c => (c.Treatment, c.Treatment == Treatment.Pseudonym ? c.Limit is < Length ? c.Limit : null : null)).Distinct().Count() > 1)
        {
            throw PipelineException.Misused("Confidentialite: conseiller.email and feature_flip.email_conseiller are joined by the vues: treat both alike (kept, or replaced by pseudonyms of the same length).");
        }

        if (pair.Any(c => c.Treatment == Treatment.Drop)) throw PipelineException.Misused("Confidentialite: conseiller.email and feature_flip.email_conseiller can't be left out, the vues join them: name them in Confidentialite__Pseudonymiser.");
    }

    private static void EnsureKnown(List<Column> treated)
    {
        var unknown = treated.Where(c => c.IsUnknown).Select(c => c.FullName).ToList();
        if (unknown.Count > 0) throw new PipelineException($"Production has columns that no mirror has met: {string.Join(", ", unknown)}. Say what becomes of each in Confidentialite__Garder, __Supprimer or __Pseudonymiser; the previous mirror stays in place.");
    }

    private static string? EnsureKey(string? key, List<Column> treated)
    {
        if (treated.All(c => c.Treatment != Treatment.Pseudonym)) return key;
        return key is { Length: >= ShortestKey } ? key
            : throw PipelineException.Misused($"Confidentialite__Cle is {(string.IsNullOrEmpty(key) ? "not set" : "too short")}: pseudonyms need a secret of at least {ShortestKey} characters, always the same; keep it in the environment.");
    }

    private static string Fingerprint(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("pipeline-analytics " + key)))[..16];
}
