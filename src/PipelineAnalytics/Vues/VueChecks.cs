using System.Text.RegularExpressions;
using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Vues;

/// <summary>Runs the checks of a vue on weeks that are about to be published.</summary>
internal static class VueChecks
{
    /// <exception cref="PipelineException">A check returned a row: check, vue, week and row are named.</exception>
    public static async Task PassAsync(NpgsqlConnection connection, VueDefinition vue, SemaineRange range, CancellationToken cancellation)
    {
        foreach (var (name, sql) in vue.Checks)
        {
            if (await RunAsync(connection, vue, name, sql, range, cancellation) is not { } row) continue;
            throw new PipelineException($"The check {name} of the vue {vue.Name} refuses the week {Words(row, range)}. Nothing of it was published; what was there stays.");
        }
    }

    /// <summary>The checks of a vue, for tables that stand in another schema than public until they are checked. A name without a schema is the search path's affair.</summary>
    public static VueDefinition Reading(VueDefinition vue, string schema, IEnumerable<string> tables)
    {
        var name = new Regex($"""(?<![\w$."])(?:public|"public")\s*\.\s*("?)({string.Join('|', tables.Select(Regex.Escape))})\1(?![\w$"])""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        return vue with { Checks = vue.Checks.ToDictionary(c => c.Key, c => name.Replace(c.Value, m => QuotedName.Of(schema, m.Groups[2].Value.ToLowerInvariant()).ToString()), StringComparer.Ordinal) };
    }

    /// <summary>As a subquery, what is no single SELECT is refused: a check changes nothing and ends no transaction.</summary>
    public static string Statement(string check) => $"select * from (\n{check}\n) controle";

    private static async Task<IReadOnlyList<(string Name, string? Value)>?> RunAsync(NpgsqlConnection connection, VueDefinition vue, string name, string sql, SemaineRange range, CancellationToken cancellation)
    {
        try
        {
            return await FirstAsync(connection, Statement(sql), range, cancellation);
        }
        catch (PostgresException e) when (VueFault.IsOfItsSql(e))
        {
            throw new PipelineException($"The check {name} of the vue {vue.Name} is refused by the server ({VueFault.Words(e)}), in the week {range}. Nothing of it was published; what was there stays: mend checks/{name}.sql and run again.", e);
        }
    }

    /// <summary>"2025-06-23: structure=MILO, …"; the range where no row is known, or where it does not tell its week.</summary>
    public static string Words(IReadOnlyList<(string Name, string? Value)>? row, SemaineRange range)
    {
        if (row is null) return range.ToString();
        var week = row.FirstOrDefault(c => c.Name == "semaine").Value;
        return $"{week ?? range.ToString()}: {string.Join(", ", row.Where(c => week is null || c.Name != "semaine").Select(c => $"{c.Name}={c.Value ?? "null"}"))}";
    }

    /// <summary>The first row at fault, each cell in the server's own words.</summary>
    public static async Task<IReadOnlyList<(string Name, string? Value)>?> FirstAsync(NpgsqlConnection connection, string sql, SemaineRange range, CancellationToken cancellation)
    {
        await using var command = connection.Command(sql, range.First.Lundi, range.Last.Lundi);
        command.AllResultTypesAreUnknown = true;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation)) return null;
        return [.. Enumerable.Range(0, reader.FieldCount).Select(i => (reader.GetName(i), reader.IsDBNull(i) ? null : reader.GetString(i)))];
    }
}
