using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Vues;

/// <summary>A model that the server does not carry out: which vue, which week, which row.</summary>
internal static partial class VueFault
{
    /// <summary>Classes of SQLSTATE that tell of the server or of the connection, and not of the statement.</summary>
    private static readonly string[] OfTheServer = ["08", "25", "28", "40", "53", "55", "57", "58", "XX"];

    public static bool IsOfItsSql(PostgresException e) => !OfTheServer.Any(c => e.SqlState.StartsWith(c, StringComparison.Ordinal));

    /// <summary>What the server says; where it would repeat a value of some row (class 22, data exceptions), the condition's name and code instead.</summary>
    public static string Words(PostgresException e) => e.SqlState.StartsWith("22", StringComparison.Ordinal) ? $"{Condition(e.SqlState)}, {e.SqlState}" : e.MessageText;

    /// <param name="row">As JSON.</param>
    public static PipelineException Stray(VueDefinition vue, SemaineRange range, string row)
    {
        using var cells = JsonDocument.Parse(row);
        var words = cells.RootElement.EnumerateObject().Select(c => $"{c.Name}={(c.Value.ValueKind == JsonValueKind.Null ? "null" : c.Value.ToString())}");
        return new PipelineException($"The vue {vue.Name} gives a row of another week than those it was asked for, which are the Mondays {range}: {string.Join(", ", words)}. Nothing of it was published; what was there stays: mend its model.sql and run again.");
    }

    /// <summary>"division by zero" for 22012.</summary>
    private static string Condition(string code) => typeof(PostgresErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).FirstOrDefault(f => f.IsLiteral && (string?)f.GetRawConstantValue() == code) is { } field
        ? Capital().Replace(field.Name, static m => (m.Index == 0 ? "" : " ") + m.Value.ToLowerInvariant())
        : "data exception";

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();

    /// <summary>After the transaction is rolled back: looks for the row that broke a constraint, by computing again.</summary>
    public static async Task<PipelineException> ExplainAsync(NpgsqlConnection connection, VueDefinition vue, SemaineRange range, PostgresException e, CancellationToken cancellation)
    {
        var row = e.SqlState switch
        {
            PostgresErrorCodes.NotNullViolation when e.ColumnName is { } column =>
                await FirstAsync($"where {QuotedName.Of(column)} is null"),
            PostgresErrorCodes.UniqueViolation =>
                await FirstAsync($"where ({await GrainAsync("m")}) in (select {await GrainAsync("d")} from (\n{vue.Model}\n) d group by {await GrainAsync("d")} having count(*) > 1)"),
            _ => null,
        };
        var what = e.SqlState switch
        {
            PostgresErrorCodes.NotNullViolation => $"gives a null in {e.ColumnName}, which its table refuses",
            PostgresErrorCodes.UniqueViolation => "gives two rows of one grain",
            _ => $"cannot be computed ({Words(e)})",
        };
        return new PipelineException($"The vue {vue.Name} {what}, in the week {VueChecks.Words(row, range)}. Nothing of it was published; what was there stays: mend its model.sql and run again.", e);

        Task<IReadOnlyList<(string Name, string? Value)>?> FirstAsync(string which) =>
            VueChecks.FirstAsync(connection, $"select * from (\n{vue.Model}\n) m {which}", range, cancellation);

        // As JSON a null equals a null.
        async Task<string> GrainAsync(string alias) => string.Join(", ",
            (await connection.QueryAsync(SqlFile.Read("Vues/maille.sql"), static r => r.GetString(0), cancellation, QuotedName.Of("public", vue.Name).ToString()))
            .Select(c => $"coalesce(to_jsonb({alias}.{QuotedName.Of(c)}), 'null')"));
    }
}
