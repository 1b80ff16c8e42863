namespace PipelineAnalytics.LocalPostgres;

/// <summary>How a private server is started. The defaults suit tests and the demo: a throwaway on a small machine.</summary>
public sealed record LocalServerOptions
{
    /// <summary>Folder of <c>initdb</c>, <c>postgres</c> and <c>pg_ctl</c> (the setting <c>Pipeline__PostgresBin</c>); null to search.</summary>
    public string? BinFolder { get; init; }

    /// <summary>Entries of <c>postgresql.conf</c>, which win over the server's own and ours: <c>["max_connections"] = "20"</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// False by default: the data survives a crash of the server, not one of the machine, and writes are several times faster.
    /// True for PostgreSQL's own defaults, when it is durability or its cost that is looked at.
    /// </summary>
    public bool Durable { get; init; }
}
