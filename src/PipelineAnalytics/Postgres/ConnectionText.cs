using Npgsql;

namespace PipelineAnalytics.Postgres;

/// <summary>
/// Reads a connection setting in either of its two forms: Npgsql's <c>Host=…;Database=…</c>, or the URL
/// <c>postgres://user:pw@host:port/db?sslmode=…</c> that hosting platforms hand out (libpq's connection URI).
/// </summary>
public static class ConnectionText
{
    /// <exception cref="PipelineException">Exit code 2: the setting is missing or cannot be read. The text itself is never repeated: it holds a password.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string setting, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw PipelineException.Misused($"{setting} is not set: give it as Host=…;Database=…;Username=… or postgres://user:password@host:port/database.");
        }

        try
        {
            var builder = IsUrl(text) ? FromUrl(text.Trim()) : new NpgsqlConnectionStringBuilder(text);
            Require(builder.Host, setting, "host");
            Require(builder.Database, setting, "database");
            return builder;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or UriFormatException or InvalidCastException or OverflowException)
        {
            throw PipelineException.Misused($"{setting} cannot be read: {Reason(e)}. Write Host=…;Database=…;Username=… or postgres://user:password@host:port/database, with special characters of the password percent-encoded in a URL.");
        }
    }

    private static bool IsUrl(string text) =>
        text.TrimStart().StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
        || text.TrimStart().StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    private static NpgsqlConnectionStringBuilder FromUrl(string text)
    {
        var (plain, socket) = WithoutSocket(text);
        var url = new Uri(plain);
        var builder = new NpgsqlConnectionStringBuilder();
        if (url.Host.Length > 0) builder.Host = socket ?? url.Host.Trim('[', ']');
        if (url.Port > 0) builder.Port = url.Port;
        if (Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')) is { Length: > 0 } database) builder.Database = database;

        // Only the first colon separates: a password may hold others.
        var credentials = url.UserInfo.Split(':', 2);
        if (credentials[0].Length > 0) builder.Username = Uri.UnescapeDataString(credentials[0]);
        if (credentials.Length > 1) builder.Password = Uri.UnescapeDataString(credentials[1]);

        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            Apply(builder, Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? ""));
        }

        return builder;
    }

    /// <summary>libpq lets a percent-encoded folder stand for the host, <c>%2Fvar%2Frun%2Fpostgresql</c>; the web's idea of a URL does not.</summary>
    private static (string Url, string? Socket) WithoutSocket(string text)
    {
        var at = text.IndexOf("%2f", StringComparison.OrdinalIgnoreCase);
        var before = at < 0 ? "" : text[..at];
        if (at < 0 || !(before.EndsWith("://", StringComparison.Ordinal) || before.EndsWith('@'))) return (text, null);

        var end = text.IndexOfAny(['/', ':', '?'], at) is var found and >= 0 ? found : text.Length;
        return ($"{before}socket{text[end..]}", Uri.UnescapeDataString(text[at..end]));
    }

    /// <summary>libpq's parameter words; any other is taken for one of Npgsql's own keywords.</summary>
    private static void Apply(NpgsqlConnectionStringBuilder builder, string key, string value)
    {
        var keyword = key.ToLowerInvariant() switch
        {
            "host" => "Host",
            "port" => "Port",
            "user" => "Username",
            "password" => "Password",
            "dbname" => "Database",
            "sslmode" => "SSL Mode",
            "sslrootcert" => "Root Certificate",
            "sslcert" => "SSL Certificate",
            "sslkey" => "SSL Key",
            "application_name" => "Application Name",
            "connect_timeout" => "Timeout",
            "options" => "Options",
            "channel_binding" => "Channel Binding",
            "target_session_attrs" => "Target Session Attributes",
            _ => key,
        };
        builder[keyword] = keyword is "SSL Mode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
    }

    private static void Require(string? value, string setting, string part)
    {
        if (string.IsNullOrEmpty(value))
        {
            throw PipelineException.Misused($"{setting} names no {part}: give it as Host=…;Database=… or postgres://user:password@host:port/database.");
        }
    }

    /// <summary>The library's messages may repeat the value at fault, a password for instance: only what is known to be harmless is passed on.</summary>
    private static string Reason(Exception e) => e switch
    {
        UriFormatException => "it is no valid URL",
        ArgumentException { ParamName: { Length: > 0 } name } when name.All(c => char.IsLetter(c) || c is ' ') => $"the keyword or value of '{name}' is not known",
        _ => "a keyword is unknown or a value does not fit",
    };
}
