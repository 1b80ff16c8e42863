using Npgsql;
using PipelineAnalytics.Jobs.DumpForAnalytics;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Diagnostic;

/// <summary>What the checks have at hand. A database is there once its connection was made.</summary>
internal sealed class Examination(PipelineSettings settings, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Seconds that a server may take to let us in: a firewall that swallows packets says nothing.</summary>
    private const int ConnectionSeconds = 8;

    private static readonly TimeSpan SizesLimit = TimeSpan.FromSeconds(5);

    private IReadOnlyCollection<SourceTable>? tables;
    private bool tablesAreLocked;
    private SourceDatabase? source;
    private AnalyticsDatabase? analytics;

    public PipelineSettings Settings => settings;

    public TimeProvider Time => time;

    public MirrorSelection Selection { get; } = new(settings.Miroir);

    /// <summary>The databases that answered.</summary>
    public Needs Reached { get; set; }

    public SourceDatabase Source => source ?? throw new InvalidOperationException("The check did not say that it needs the source.");

    public AnalyticsDatabase Analytics => analytics ?? throw new InvalidOperationException("The check did not say that it needs analytics.");

    /// <summary>Those that answered, as a check of either side sees them.</summary>
    public IEnumerable<PostgresDatabase> Databases => new PostgresDatabase?[] { source, analytics }.Where(d => d is not null && Reached.HasFlag(d is SourceDatabase ? Needs.Source : Needs.Analytics)).OfType<PostgresDatabase>();

    /// <exception cref="PipelineException">The setting is missing or cannot be read.</exception>
    public PostgresDatabase Make(Needs which) => which == Needs.Source
        ? source ??= new SourceDatabase(Impatient("ConnectionStrings__Source", settings.Source))
        : analytics ??= new AnalyticsDatabase(Impatient("ConnectionStrings__Analytics", settings.Analytics));

    /// <summary>The tables of production, asked for once: each size waits for whoever has locked its table.</summary>
    /// <exception cref="TablesLockedException">It took too long, now or for an earlier check.</exception>
    public async Task<IReadOnlyCollection<SourceTable>> TablesAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (tables is not null) return tables;
        if (tablesAreLocked) throw new TablesLockedException();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(SizesLimit);
        try
        {
            return tables = [.. (await SourceTable.AllAsync(connection, Selection, limit.Token)).Values];
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            tablesAreLocked = true;
            throw new TablesLockedException();
        }
    }

    /// <summary>Those that the mirror brings.</summary>
    /// <exception cref="TablesLockedException">As for <see cref="TablesAsync"/>.</exception>
    public async Task<IReadOnlyList<SourceTable>> MirroredAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        [.. (await TablesAsync(connection, cancellation)).Where(t => !t.IsExcluded)];

    public async ValueTask DisposeAsync()
    {
        if (source is not null) await source.DisposeAsync();
        if (analytics is not null) await analytics.DisposeAsync();
    }

    private static string Impatient(string setting, string? text)
    {
        var connection = ConnectionText.Parse(setting, text);
        connection.Timeout = Math.Min(connection.Timeout == 0 ? ConnectionSeconds : connection.Timeout, ConnectionSeconds);
        return connection.ConnectionString;
    }
}
