using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>
/// Takes out of production's definitions what the settings leave out. The server is told to drop it with all that hangs on it
/// (a view, a foreign key), and tells what that was.
/// </summary>
internal sealed class SchemaTrimming(MirrorColumns columns, IReadOnlyDictionary<string, SourceTable> tables)
{
    private const string Cascade = "drop cascades to ";

    /// <summary>Statements for a database whose schema public is production's.</summary>
    public string Script => string.Join('\n', DropTables().Concat(DropColumns()).Concat(DropChecks()).Concat(DropKeys()));

    /// <summary>What fell with the rest, in the server's words, out of its notices: one object in the message, several in its detail.</summary>
    public static IEnumerable<string> Fallen(string notices) => notices.Split('\n')
        .Select(line => line[(line.IndexOf(Cascade, StringComparison.Ordinal) is var at and >= 0 ? at : line.Length)..])
        .Where(line => line.Length > 0 && !line.EndsWith("other objects", StringComparison.Ordinal))
        .Select(line => line[Cascade.Length..].Trim());

    private IEnumerable<string> DropTables() => tables.Values.Where(t => t.IsExcluded && !t.IsPassedBy)
        .Select(t => $"drop table if exists {QuotedName.Of("public", t.Name)} cascade;");

    private IEnumerable<string> DropColumns() => tables.Values.Where(t => !t.IsExcluded).SelectMany(t => columns.DroppedOf(t.Name)
        .Select(column => $"alter table {QuotedName.Of("public", t.Name)} drop column if exists {QuotedName.Of(column)} cascade;"));

    private IEnumerable<string> DropChecks() => Listed("controles_pseudonymises", "colonnes", columns.Pseudonymised);

    private IEnumerable<string> DropKeys() => Listed("cles_sans_lignes", "tables", tables.Values.Where(t => columns.IsWithoutRows(t.Name) && !t.IsExcluded).Select(t => t.Name));

    private static IEnumerable<string> Listed(string file, string word, IEnumerable<string> names)
    {
        var literals = names.Select(n => $"'{n.Replace("'", "''", StringComparison.Ordinal)}'").ToList();
        if (literals.Count > 0) yield return SqlFile.Fill($"Jobs/DumpForAnalytics/{file}.sql", (word, $"array[{string.Join(", ", literals)}]::text[]"));
    }
}
