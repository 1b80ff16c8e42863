using Npgsql;

namespace PipelineAnalytics.Host.Demo.Source;

/// <summary>
/// Makes a production-like database: the tables of the pipeline's contract, those that an application has besides, and people
/// who use it. The same size gives the same rows, on any machine.
/// </summary>
public sealed class DemoSource(DemoSize size)
{
    private const ulong Seed = 2_025_06_23;

    /// <summary>Fills an empty database, in one transaction: cancelled or failed, it is empty again.</summary>
    /// <exception cref="PipelineException">The size makes no sense (exit code 2).</exception>
    /// <exception cref="PostgresException">The database is not empty, or its encoding lacks French letters.</exception>
    public async Task CreateAsync(NpgsqlDataSource source, IProgress<DemoProgress>? progress, CancellationToken cancellationToken)
    {
        size.Verify();
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

        progress?.Report(new DemoProgress("Schema", 0, 0));
        await ConfigureAsync(connection, cancellationToken);
        await ExecuteAsync(connection, EmbeddedText.Read("schema.sql"), cancellationToken);

        progress?.Report(new DemoProgress("People", 0, size.Utilisateurs));
        var random = new SeededRandom(Seed);
        var geographie = new Geographie();
        var population = new Population(size, geographie, ref random);
        await GeographieWriter.WriteAsync(connection, geographie, population, cancellationToken);
        await new PeopleWriter(connection, size).WriteAsync(population, cancellationToken);
        progress?.Report(new DemoProgress("People", size.Utilisateurs, size.Utilisateurs));

        progress?.Report(new DemoProgress("Application tables", 0, 0));
        await ExecuteAsync(connection, EmbeddedText.Read("remplissage.sql"), cancellationToken);

        var evenements = new Evenements(size, population).Generate(new SeededRandom(random.Next()));
        await EvenementWriter.WriteAsync(connection, evenements, size.Evenements, progress, cancellationToken);

        progress?.Report(new DemoProgress("Statistics", 0, 0));
        await ExecuteAsync(connection, EmbeddedText.Read("fin.sql"), cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        // The source's connections learnt the database's types while it was empty.
        await connection.ReloadTypesAsync(cancellationToken);
    }

    private async Task ConfigureAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "select set_config('timezone', 'Europe/Paris', true), set_config('demo.maintenant', $1, true)", connection);
        command.Parameters.AddWithValue(size.Maintenant.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
