using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>
/// Takes out of production's definitions what the settings leave out. The server is told to drop it with all that hangs on it
/// (a view, a foreign key), and tells what that was.
/// </summary>
internal sealed class SchemaTrimming(MirrorSelection selection, IReadOnlyDictionary<string, SourceTable> tables)
{
    private const string Cascade = "drop cascades to ";

    /// <summary>Statements for a database whose schema public is production's.</summary>
    public string Script => string.Join('\n', DropTables().Concat(DropColumns()).Concat(DropKeys()));

    /// <summary>What fell with the rest, in the server's words, out of its notices: one object in the message, several in its detail.</summary>
    public static IEnumerable<string> Fallen(string notices) => notices.Split('\n')
        .Select(line => line[(line.IndexOf(Cascade, StringComparison.Ordinal) is var at and >= 0 ? at : line.Length)..])
        .Where(line => line.Length > 0 && !line.EndsWith("other objects", StringComparison.Ordinal))
        .Select(line => line[Cascade.Length..].Trim());

    private IEnumerable<string> DropTables() => tables.Values.Where(t => t.IsExcluded && !t.IsPassedBy)
        .Select(t => $"drop table if exists {QuotedName.Of("public", t.Name)} cascade;");

    private IEnumerable<string> DropColumns() => selection.DroppedColumns.Where(c => tables.TryGetValue(c.Table, out var table) && !table.IsExcluded)
        .Select(c => $"alter table {QuotedName.Of("public", c.Table)} drop column if exists {QuotedName.Of(c.Column)} cascade;");

    private IEnumerable<string> DropKeys()
    {
        var names = tables.Values.Where(t => selection.IsWithoutRows(t.Name) && !t.IsExcluded).Select(t => $"'{t.Name.Replace("'", "''", StringComparison.Ordinal)}'").ToList();
        if (names.Count > 0) yield return SqlFile.Read("Jobs/DumpForAnalytics/cles_sans_lignes.sql").Replace("{tables}", $"array[{string.Join(", ", names)}]::text[]", StringComparison.Ordinal);
    }
}
