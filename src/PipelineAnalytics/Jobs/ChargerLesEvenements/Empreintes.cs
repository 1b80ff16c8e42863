using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Jobs.ChargerLesEvenements;

/// <summary>A range of 16,384 ids, those that share <c>id &gt;&gt; 14</c>: the first and the last that the source holds of it.</summary>
internal sealed record IdBlock(long First, long Last)
{
    public long Number => First >> 14;
}

/// <summary>What is counted together: a day of a block; or, without a block, of all that lies beyond analytics' highest id.</summary>
/// <param name="Block">The block's number.</param>
/// <param name="Day">In the business time zone; the empty text stands for events without a date.</param>
internal readonly record struct BlockDay(long? Block, string Day);

/// <summary>Enough to tell two sets of ids of a block apart, without either.</summary>
internal sealed record Empreinte(long Count, decimal Sum, decimal Mix);

/// <summary>The events of one server, counted by itself; in memory they are some numbers for each block of ids and day.</summary>
internal sealed class Empreintes(IEnumerable<KeyValuePair<BlockDay, Empreinte>> each)
{
    private readonly Dictionary<BlockDay, Empreinte> parts = new(each);

    public long Count => parts.Values.Sum(p => p.Count);

    public long CountBeyond => parts.Where(p => p.Key.Block is null).Sum(p => p.Value.Count);

    public static Task<List<IdBlock>> BlocksAsync(NpgsqlConnection source, CancellationToken cancellation) =>
        source.QueryAsync(SqlFile.Read("Jobs/ChargerLesEvenements/blocs_source.sql"), static r => new IdBlock(r.GetInt64(0), r.GetInt64(1)), cancellation);

    public static async Task<Empreintes> ReadAsync(NpgsqlConnection connection, string file, CancellationToken cancellation, params object?[] parameters) =>
        new(await connection.QueryAsync(SqlFile.Read($"Jobs/ChargerLesEvenements/{file}.sql"), Part, cancellation, parameters));

    public IReadOnlyList<BlockDay> Differences(Empreintes other) =>
        [.. parts.Keys.Union(other.parts.Keys).Where(part => !Equals(parts.GetValueOrDefault(part), other.parts.GetValueOrDefault(part)))];

    /// <summary>Those of some blocks, and of what lies beyond the highest id.</summary>
    public Empreintes Of(IReadOnlySet<long> blocks) => new(parts.Where(p => p.Key.Block is not { } block || blocks.Contains(block)));

    /// <summary>Both, which have no part in common.</summary>
    public Empreintes With(Empreintes other) => new(parts.Concat(other.parts));

    private static KeyValuePair<BlockDay, Empreinte> Part(NpgsqlDataReader r) =>
        new(new BlockDay(r.IsDBNull(0) ? null : r.GetInt64(0), r.GetString(1)), new Empreinte(r.GetInt64(2), r.GetDecimal(3), r.GetDecimal(4)));
}
