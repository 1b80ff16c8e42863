namespace PipelineAnalytics.LocalPostgres;

/// <summary>What is appended to the <c>postgresql.conf</c> that initdb wrote. A later entry wins over an earlier one.</summary>
internal static class ServerConfiguration
{
    private const long SmallSharedMemory = 1L << 30;

    public static string Text(LocalServerOptions options, string socketFolder) => string.Concat(
        Entries(options, socketFolder).Select(entry => $"{entry.Key} = {Quoted(entry.Value)}\n"));

    private static IEnumerable<KeyValuePair<string, string>> Entries(LocalServerOptions options, string socketFolder) =>
        [.. Base(socketFolder), .. options.Durable ? [] : Throwaway, .. SharedMemory(), .. options.Settings];

    private static Dictionary<string, string> Base(string socketFolder) => new()
    {
        // Nobody else on the network, nobody else on the machine: the socket is in a folder that only we may enter.
        ["listen_addresses"] = "127.0.0.1",
        ["unix_socket_directories"] = OperatingSystem.IsWindows() ? "" : socketFolder,
        ["max_connections"] = "100",
        ["shared_buffers"] = "256MB",
        ["maintenance_work_mem"] = "256MB",
        ["work_mem"] = "32MB",
        // A bulk load of the demo's size should not stop for a checkpoint.
        ["max_wal_size"] = "4GB",
        ["checkpoint_timeout"] = "30min",
        ["random_page_cost"] = "1.1",
        // Compiling a query costs more than running it on data of this size, and makes timings jump.
        ["jit"] = "off",
        // The zone of the machine must not decide a test; and we read the server's log, so it is in English.
        ["timezone"] = "UTC",
        ["log_timezone"] = "UTC",
        ["lc_messages"] = "C",
    };

    // Not synchronous_commit = off: without fsync it gains next to nothing, and a server that is killed would forget what it
    // committed: a test of crashes would then blame the pipeline.
    private static readonly Dictionary<string, string> Throwaway = new()
    {
        ["fsync"] = "off",
        ["full_page_writes"] = "off",
        // No replica reads this log: a COPY into a table of the same transaction need not be written twice.
        ["wal_level"] = "minimal",
        ["max_wal_senders"] = "0",
    };

    // Docker gives a container 64 MB of shared memory, and a parallel query that wants more fails:
    // there the server uses files, which is what it does on a machine that has none.
    private static KeyValuePair<string, string>[] SharedMemory() =>
        OperatingSystem.IsLinux() && (!Directory.Exists("/dev/shm") || new DriveInfo("/dev/shm").TotalSize < SmallSharedMemory)
            ? [new("dynamic_shared_memory_type", "mmap")]
            : [];

    private static string Quoted(string value) =>
        '\'' + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal) + '\'';
}
