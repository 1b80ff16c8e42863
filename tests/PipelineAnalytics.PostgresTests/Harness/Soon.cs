using Npgsql;
using Xunit;

namespace PipelineAnalytics.PostgresTests.Harness;

/// <summary>Waits for a state, not for a time: the limit is there for what never comes.</summary>
internal static class Soon
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <param name="what">The state, for the message of the failure.</param>
    /// <param name="otherwise">What to tell where it does not come.</param>
    public static async Task UntilAsync(string what, Func<Task<bool>> holds, Func<Task<string>>? otherwise = null)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            // Tables that are not there yet hold nothing, nor does a server that is down.
            Exception? lately = null;
            try
            {
                if (await holds()) return;
            }
            catch (NpgsqlException e) when (e is not PostgresException || e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CannotConnectNow)
            {
                lately = e;
            }

            if (patience.IsCancellationRequested) Assert.Fail($"Never came: {what}.\n{lately}\n{(otherwise is null ? "" : await otherwise())}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None);
        }
    }
}
