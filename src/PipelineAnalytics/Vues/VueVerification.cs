using System.Data;
using Npgsql;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Vues;

/// <summary>
/// Tries the vues of the settings' directory on the server, before anything is changed: makes the table as a temporary one, has the
/// server read model and checks, and takes all of it back.
/// </summary>
internal static class VueVerification
{
    /// <exception cref="PipelineException">Exit code 2: a folder is malformed; it is named.</exception>
    public static async Task EnsureUsableAsync(NpgsqlConnection connection, IEnumerable<VueDefinition> vues, CancellationToken cancellation)
    {
        foreach (var vue in vues.Where(v => v.Folder is not null)) await EnsureUsableAsync(connection, vue, cancellation);
    }

    private static async Task EnsureUsableAsync(NpgsqlConnection connection, VueDefinition vue, CancellationToken cancellation)
    {
        // Never committed.
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var tried = QuotedName.Of("pg_temp", vue.Name);
        await EnsureNameIsFreeAsync(connection, vue, cancellation);
        await TryAsync(vue, VueDefinition.TableFile, () => VueSchema.MakeTableAsync(connection, vue, "pg_temp", cancellation));
        if (!await connection.ScalarAsync<bool>("select to_regclass($1) is not null", cancellation, tried.ToString())) throw Fault(vue, $"table.sql does not create the table {vue.Name}: its name is the folder's, and stands without a schema.");

        var shape = await connection.QueryAsync(SqlFile.Read("Vues/forme.sql"), static r => (Kind: r.GetString(0), Columns: r.GetFieldValue<string[]>(1), Type: r.GetString(2), Flag: r.GetBoolean(3)), cancellation, tried.ToString());
        EnsureGrain(vue, [.. shape.Where(s => s.Kind == "maille").Select(s => (s.Columns, s.Flag))]);
        await TryAsync(vue, VueDefinition.ModelFile, () => EnsureModelFitsAsync(connection, vue, tried, [.. shape.Where(s => s.Kind == "colonne").Select(s => (s.Columns[0], s.Type, s.Flag))], cancellation));
        await EnsureChecksAsync(connection, vue, tried, cancellation);
    }

    private static async Task EnsureNameIsFreeAsync(NpgsqlConnection connection, VueDefinition vue, CancellationToken cancellation)
    {
        if (await connection.ScalarAsync<string>(SqlFile.Read("Vues/nom_pris.sql"), cancellation, vue.Name) is { } taken) throw Fault(vue, $"there is a table {taken} already, which is no vue: rename the folder, and the table in its table.sql.");
    }

    private static void EnsureGrain(VueDefinition vue, IReadOnlyList<(string[] Columns, bool NullsApart)> grains)
    {
        if (grains.Count != 1) throw Fault(vue, $"table.sql declares {(grains.Count == 0 ? "no unique constraint" : "several unique constraints")}: one tells the grain, for example constraint {vue.Name}_maille unique (semaine, structure).");
        if (!grains[0].Columns.Contains("semaine")) throw Fault(vue, "the unique constraint of table.sql lacks the column semaine: a vue is computed by weeks.");
        if (grains[0].NullsApart) throw Fault(vue, "a column of the unique constraint may be null: write unique nulls not distinct, or make the columns not null.");
    }

    private static async Task EnsureModelFitsAsync(NpgsqlConnection connection, VueDefinition vue, QuotedName tried, IReadOnlyList<(string Name, string Type, bool MustBeGiven)> table, CancellationToken cancellation)
    {
        if (!table.Any(c => c is { Name: "semaine", Type: "date" })) throw Fault(vue, "table.sql has no column semaine of type date.");
        if (table.Any(c => c.Name == "id_utilisateur")) throw Fault(vue, "table.sql has a column id_utilisateur: a vue holds counts, no persons, for who is forgotten would stay in it.");
        var model = await DescribeAsync(connection, vue.Model, cancellation);
        var unknown = model.Except(table.Select(c => c.Name)).ToList();
        var lacking = table.Where(c => c.MustBeGiven).Select(c => c.Name).Except(model).ToList();
        if (unknown.Count > 0) throw Fault(vue, $"model.sql gives {string.Join(", ", unknown)}, which table.sql does not have: the columns of both go by their names.");
        if (lacking.Count > 0) throw Fault(vue, $"model.sql does not give {string.Join(", ", lacking)}, which table.sql has: the columns of both go by their names.");

        // What computing and comparing will say of the types.
        var columns = string.Join(", ", model.Select(c => QuotedName.Of(c).ToString()));
        await DescribeAsync(connection, VueReplacement.Computation(vue, tried, columns), cancellation);
        await DescribeAsync(connection, $"select {columns} from {tried} where semaine between $1 and $2 except select {columns} from {tried}", cancellation);
    }

    /// <summary>Checks name the table in public. Where it is to be made anew they are first read when it stands.</summary>
    private static async Task EnsureChecksAsync(NpgsqlConnection connection, VueDefinition vue, QuotedName tried, CancellationToken cancellation)
    {
        var target = QuotedName.Of("public", vue.Name);
        var exists = await connection.ScalarAsync<bool>("select to_regclass($1) is not null", cancellation, target.ToString());
        if (exists && !await connection.ScalarAsync<bool>(SqlFile.Read("Vues/a_jour.sql"), cancellation, vue.Name, vue.TableFingerprint)) return;
        if (!exists) await connection.ExecuteAsync($"create table {target} (like {tried})", cancellation);
        foreach (var (name, sql) in vue.Checks) await TryAsync(vue, $"checks/{name}.sql", () => DescribeAsync(connection, VueChecks.Statement(sql), cancellation));
    }

    /// <summary>Has the server read a statement, and not run it.</summary>
    private static async Task<IReadOnlyList<string>> DescribeAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.Command(sql, Semaine.Earliest.Lundi, Semaine.Earliest.Lundi);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SchemaOnly, cancellation);
        return [.. (await reader.GetColumnSchemaAsync(cancellation)).Select(c => c.ColumnName)];
    }

    private static async Task TryAsync(VueDefinition vue, string file, Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (PostgresException e) when (e is { SqlState: PostgresErrorCodes.FeatureNotSupported, Routine: "exec_stmt_dynexecute" })
        {
            throw Fault(vue, $"{file} begins or ends a transaction, or copies from psql: leave that out, the pipeline makes the table in a transaction of its own.");
        }
        catch (PostgresException e) when (VueFault.IsOfItsSql(e))
        {
            throw Fault(vue, $"{file} is refused by the server: {e.MessageText}; try it in psql.");
        }
    }

    private static PipelineException Fault(VueDefinition vue, string what) => VueFolders.Fault(vue.Folder!, what);
}
