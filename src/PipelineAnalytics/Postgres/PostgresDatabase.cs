using System.Net.Sockets;
using Npgsql;

namespace PipelineAnalytics.Postgres;

/// <summary>One of the two databases. Two types derive from it so that they cannot be swapped by mistake.</summary>
public abstract class PostgresDatabase : IAsyncDisposable
{
    private protected PostgresDatabase(string setting, string? text, Action<PostgresDatabase>? adjust = null)
    {
        Setting = setting;
        Connection = ConnectionText.Parse(setting, text);
        // A statement may rightly run for an hour; a dead peer must still be noticed: by TCP, not by a clock on the statement.
        Connection.CommandTimeout = 0;
        if (!IsSocket(Connection.Host!))
        {
            Connection.TcpKeepAlive = true;
            Connection.TcpKeepAliveTime = 30;
            Connection.TcpKeepAliveInterval = 10;
        }

        Connection.ApplicationName ??= "pipeline-analytics";
        RunName = $"{Connection.ApplicationName} {Guid.NewGuid():n}"[..Math.Min(63, Connection.ApplicationName.Length + 14)];
        Connection.IncludeErrorDetail = false;
        Connection.Options = $"{Connection.Options} {SessionSettings}".Trim();
        adjust?.Invoke(this);
        var builder = new NpgsqlDataSourceBuilder(Connection.ConnectionString);
        if (this is AnalyticsDatabase here) builder.UsePhysicalConnectionInitializer(here.Admit, here.AdmitAsync);
        DataSource = builder.Build();
    }

    /// <summary>
    /// What a role or a database may have set otherwise, and would change what is copied or end a long run: values are exchanged as
    /// text in one form on both sides, and no time-out of the server's cuts a snapshot that is held for good reason.
    /// </summary>
    private const string SessionSettings =
        "-c datestyle=ISO -c intervalstyle=postgres -c extra_float_digits=1 -c bytea_output=hex -c lc_monetary=C -c standard_conforming_strings=on "
        + "-c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0";

    /// <summary>For sessions that make a copy which no one sees yet: what counts is made durable by the commit that shows it.</summary>
    internal const string BulkSettings = "-c synchronous_commit=off";

    /// <summary>The setting that names this database, for messages.</summary>
    public string Setting { get; }

    public NpgsqlConnectionStringBuilder Connection { get; }

    public NpgsqlDataSource DataSource { get; }

    /// <summary>A name for this run's sessions, and no other's: client tools go by it, and in analytics all do.</summary>
    public string RunName { get; }

    /// <summary>The place without its secrets, for messages: <c>host:port/database</c>.</summary>
    public string Place => $"{Connection.Host}:{Connection.Port}/{Connection.Database}";

    /// <exception cref="PipelineException">The server cannot be reached, or refuses: which setting, which place, why, what to do.</exception>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
    {
        try
        {
            return await DataSource.OpenConnectionAsync(cancellation);
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException)
        {
            throw new PipelineException($"Cannot connect to {Place} ({Setting}): {Why(e)}.", e)
            {
                // A database that is being moved or restored lets nobody in, for a while.
                MayPass = e is PostgresException { SqlState: PostgresErrorCodes.ObjectNotInPrerequisiteState },
            };
        }
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return DataSource.DisposeAsync();
    }

    /// <summary>A Unix socket's folder, as libpq writes it: there is no TCP below it.</summary>
    private static bool IsSocket(string host) => host.StartsWith('/') || host.StartsWith('@');

    private static string Why(Exception e) => e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } p => $"{p.MessageText}; check the user, its password and the server's pg_hba.conf",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } p => $"{p.MessageText}; check the database's name, or create it",
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } p => $"{p.MessageText}; raise max_connections or free some",
        PostgresException p => $"{p.MessageText} (SQLSTATE {p.SqlState})",
        { InnerException: SocketException s } => $"{s.Message}; check host, port, firewall, and that the server runs",
        { InnerException: TimeoutException } or TimeoutException => "no answer in time; check host, port and firewall",
        { Message: var m } when m.Contains("No password", StringComparison.Ordinal) => "the server asks for a password and none is given; add it to the setting",
        _ => e.Message.TrimEnd('.'),
    };
}

/// <summary>
/// Production. Every session is read-only by default: a write is a defect of ours and must fail. The one exception is asked for by
/// its name: <see cref="OpenForWritingAsync"/>. Rows that a policy hides must not be left out in silence: with row_security off the
/// server refuses instead, and says so.
/// </summary>
public sealed class SourceDatabase(string? text) : PostgresDatabase("ConnectionStrings__Source", text, ReadOnly)
{
    /// <summary>
    /// A session that may write. For <c>nettoyer-les-evenements</c>, which is off unless it is asked for, and for nothing else. Back in
    /// the pool the session is read-only again (<c>DISCARD ALL</c> restores what it was opened with).
    /// </summary>
    /// <exception cref="PipelineException">The server cannot be reached.</exception>
    internal async Task<NpgsqlConnection> OpenForWritingAsync(CancellationToken cancellation)
    {
        var connection = await OpenAsync(cancellation);
        try
        {
            await connection.ExecuteAsync("set default_transaction_read_only = off", cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static void ReadOnly(PostgresDatabase database) =>
        database.Connection.Options = $"{database.Connection.Options} -c default_transaction_read_only=on -c row_security=off".Trim();
}

/// <summary>The database that analysts read and the pipeline writes.</summary>
/// <remarks>All its sessions bear the name of the run: whoever finds the run dead ends them, and knows that it commits no more.</remarks>
public sealed class AnalyticsDatabase : PostgresDatabase
{
    private long? run;

    public AnalyticsDatabase(string? text) : base("ConnectionStrings__Analytics", text, Name)
    {
    }

    /// <summary>
    /// From now on its sessions are that run's: once others have given it up, none is opened any more. Those that were open are ended
    /// after that has been written (<see cref="Suivi.DeadRuns"/>), so that none is missed between the two.
    /// </summary>
    internal void BelongsTo(long id) => run = id;

    internal void Admit(NpgsqlConnection session)
    {
        if (run is null) return;
        using var command = GivenUp(session, run.Value);
        if (command.ExecuteScalar() is true) throw Suivi.DeadRuns.GivenUp();
    }

    internal async Task AdmitAsync(NpgsqlConnection session)
    {
        if (run is null) return;
        await using var command = GivenUp(session, run.Value);
        if (await command.ExecuteScalarAsync(CancellationToken.None) is true) throw Suivi.DeadRuns.GivenUp();
    }

    private static NpgsqlCommand GivenUp(NpgsqlConnection session, long id) =>
        session.Command("select exists (select from pipeline.suivi_job where id = $1 and erreur is not null)", id);

    private static void Name(PostgresDatabase database) => database.Connection.ApplicationName = database.RunName;
}

/// <summary>Analytics as the dashboard sees it: by a role that may only read where one is set, in read-only sessions always, and no statement without a limit.</summary>
public sealed class ReadingDatabase(PipelineSettings settings)
    : PostgresDatabase(settings.Lecture is null ? "ConnectionStrings__Analytics" : "ConnectionStrings__Lecture", settings.Lecture ?? settings.Analytics, database => ReadOnly(database, settings.FuseauHoraire))
{
    /// <remarks>Compiling (jit) a statement costs more than these statements do.</remarks>
    /// <param name="zone">Dates that people choose are of it, where a moment is compared with one.</param>
    private static void ReadOnly(PostgresDatabase database, string zone) =>
        database.Connection.Options = $"{database.Connection.Options} -c default_transaction_read_only=on -c statement_timeout=15s -c jit=off -c timezone={zone}";
}
