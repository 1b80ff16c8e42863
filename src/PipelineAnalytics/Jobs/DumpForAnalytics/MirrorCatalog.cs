using System.Security.Cryptography;
using System.Text;
using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.DumpForAnalytics;

/// <summary>The objects of a database's schema public: how each is defined, and by which others.</summary>
internal sealed class MirrorCatalog
{
    private readonly Dictionary<Key, Item> items;
    private readonly ILookup<Key, Key> definedBy;

    private MirrorCatalog(IEnumerable<Item> items, IEnumerable<(Key, Key)> edges)
    {
        this.items = items.ToDictionary(i => i.Key);
        definedBy = edges.ToLookup(e => e.Item1, e => e.Item2);
        Tables = this.items.Values.Where(i => i.Table is not null).ToDictionary(i => i.Table!, StringComparer.Ordinal);
    }

    /// <summary>An object's catalog, and its number there.</summary>
    public readonly record struct Key(uint Catalog, uint Object);

    /// <param name="Type">As <c>pg_identify_object</c> names it.</param>
    /// <param name="Identity">Its qualified name.</param>
    /// <param name="Fingerprint">Of its own definition; null where it is not known how to tell.</param>
    /// <param name="Table">The name of a table, null for anything else.</param>
    /// <param name="IsPartitioned">It holds no rows itself.</param>
    public sealed record Item(Key Key, string Type, string Identity, string? Fingerprint, string? Table, bool IsPartitioned);

    public IReadOnlyDictionary<string, Item> Tables { get; }

    public static async Task<MirrorCatalog> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation) => new(
        await connection.QueryAsync(SqlFile.Read("Jobs/DumpForAnalytics/objets_definis.sql"),
            static r => new Item(new Key(r.GetFieldValue<uint>(0), r.GetFieldValue<uint>(1)), r.GetString(2), r.GetString(3), Text(r, 4), Text(r, 5), r.GetBoolean(6)), cancellation),
        await connection.QueryAsync(SqlFile.Read("Jobs/DumpForAnalytics/dependances.sql"),
            static r => (new Key(r.GetFieldValue<uint>(0), r.GetFieldValue<uint>(1)), new Key(r.GetFieldValue<uint>(2), r.GetFieldValue<uint>(3))), cancellation));

    /// <summary>An object and all that it is defined by, directly or not.</summary>
    public IReadOnlyCollection<Item> Closure(Item item)
    {
        var found = new HashSet<Item>();
        var left = new Stack<Item>([item]);
        while (left.TryPop(out var next))
        {
            if (!found.Add(next)) continue;
            foreach (var key in definedBy[next.Key]) if (items.TryGetValue(key, out var other)) left.Push(other);
        }

        return found;
    }

    /// <summary>The same text means the same definition, of the table and of all that defines it; null where that can't be told.</summary>
    public string? Definition(string table)
    {
        if (!Tables.TryGetValue(table, out var item)) return null;
        var all = Closure(item);
        if (all.Any(o => o.Fingerprint is null)) return null;
        var text = string.Join('\n', all.Select(o => $"{o.Type} {o.Identity} {o.Fingerprint}").Order(StringComparer.Ordinal));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static string? Text(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);
}
