using Hangfire;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Host.Worker;

/// <summary>
/// Hangfire's queue, in a schema of its own in analytics. It gives steps to workers and shows them; which there are, and whether one may be
/// run, is decided by the ledger of the nights: a queue that forgets a step, or gives it twice, does no harm.
/// </summary>
internal sealed class WorkerQueue
{
    public const string Schema = "hangfire";

    private readonly string connection;

    /// <param name="poll">How often a worker asks for work.</param>
    public WorkerQueue(PipelineSettings settings, TimeSpan poll)
    {
        connection = ConnectionText.Parse("ConnectionStrings__Analytics", settings.Analytics).ConnectionString;
        Storage = Open(poll, prepare: false);
        Client = new BackgroundJobClient(Storage);
    }

    /// <summary>Asks nothing of the server until it is used.</summary>
    public PostgreSqlStorage Storage { get; }

    private BackgroundJobClient Client { get; }

    /// <summary>Makes the queue's tables, or brings them up to date.</summary>
    public void Prepare() => Open(TimeSpan.FromSeconds(1), prepare: true);

    public void Add(DateOnly night, string verb) => Client.Create<NightJobs>(jobs => jobs.RunAsync(night.ToString("O"), verb, CancellationToken.None), new Hangfire.States.EnqueuedState());

    private PostgreSqlStorage Open(TimeSpan poll, bool prepare)
    {
        var options = new PostgreSqlStorageOptions
        {
            SchemaName = Schema,
            PrepareSchemaIfNecessary = prepare,
            QueuePollInterval = poll,
            UseSlidingInvisibilityTimeout = true,
            InvisibilityTimeout = TimeSpan.FromMinutes(2),
        };
        return new PostgreSqlStorage(new NpgsqlConnectionFactory(connection, options), options);
    }
}
