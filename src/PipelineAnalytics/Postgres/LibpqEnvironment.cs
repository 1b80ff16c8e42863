using System.Globalization;
using Npgsql;

namespace PipelineAnalytics.Postgres;

/// <summary>A connection, in the words of libpq's environment variables. What the surrounding environment says is overridden, or taken away.</summary>
internal static class LibpqEnvironment
{
    public static IReadOnlyDictionary<string, string?> Of(PostgresDatabase server, string? database = null, string settings = "")
    {
        var connection = server.Connection;
        return new Dictionary<string, string?>
        {
            ["PGHOST"] = connection.Host,
            ["PGHOSTADDR"] = null,
            ["PGPORT"] = connection.Port.ToString(CultureInfo.InvariantCulture),
            ["PGDATABASE"] = database ?? connection.Database,
            ["PGUSER"] = connection.Username ?? Environment.GetEnvironmentVariable("PGUSER"),
            ["PGPASSWORD"] = connection.Password ?? Environment.GetEnvironmentVariable("PGPASSWORD"),
            ["PGSERVICE"] = null,
            ["PGSSLMODE"] = connection.SslMode switch
            {
                SslMode.VerifyCA => "verify-ca",
                SslMode.VerifyFull => "verify-full",
                var mode => mode.ToString().ToLowerInvariant(),
            },
            ["PGSSLROOTCERT"] = connection.RootCertificate ?? Environment.GetEnvironmentVariable("PGSSLROOTCERT"),
            ["PGSSLCERT"] = connection.SslCertificate ?? Environment.GetEnvironmentVariable("PGSSLCERT"),
            ["PGSSLKEY"] = connection.SslKey ?? Environment.GetEnvironmentVariable("PGSSLKEY"),
            ["PGAPPNAME"] = server.RunName,
            ["PGCONNECT_TIMEOUT"] = connection.Timeout.ToString(CultureInfo.InvariantCulture),
            ["PGOPTIONS"] = $"{connection.Options} {settings}".Trim(),
            // Messages are read by us and shown: one language, one encoding.
            ["LC_ALL"] = "C",
            ["PGCLIENTENCODING"] = "UTF8",
        };
    }
}
