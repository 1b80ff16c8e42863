using System.Globalization;
using System.Text.Json.Nodes;
using PipelineAnalytics.Host.Cli;
using PipelineAnalytics.Suivi;
using Spectre.Console;

namespace PipelineAnalytics.Host.Output;

/// <summary>Whether the data is fresh, for people, for scripts and for probes.</summary>
internal static class FreshnessReport
{
    /// <summary>The whole answer of <c>status --verifier-fraicheur</c>.</summary>
    /// <exception cref="PipelineException">Exit code 1: it is not fresh, with the reasons.</exception>
    public static void Tell(Session session, Freshness freshness)
    {
        foreach (var (name, value) in Json(freshness)) session.Answer.Content[name] = value?.DeepClone();
        if (!freshness.IsFresh) throw new PipelineException(Words(freshness, session.Zone));
        session.Results.WriteLine(Words(freshness, session.Zone));
    }

    /// <summary>A line at the top of others.</summary>
    public static void Write(IAnsiConsole console, Freshness freshness, TimeZoneInfo zone)
    {
        foreach (var line in Wording.Wrap("", Words(freshness, zone), console.Profile.Width)) console.WriteLine(line);
        console.WriteLine();
    }

    public static JsonObject Json(Freshness freshness) => new()
    {
        ["fresh"] = freshness.IsFresh,
        ["night"] = freshness.Night?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["dataAsOf"] = freshness.DataAsOf is { } asOf ? Wording.Instant(asOf) : null,
        ["ageSeconds"] = freshness.Age is { } age ? Math.Round(age.TotalSeconds) : null,
        ["reasons"] = new JsonArray([.. freshness.Reasons.Select(r => JsonValue.Create(r))]),
    };

    /// <summary>"fresh: night of 2025-06-30, data of 02:31"; "not fresh: night of …: why; why".</summary>
    private static string Words(Freshness freshness, TimeZoneInfo zone)
    {
        var night = freshness.Night is { } date ? string.Create(CultureInfo.InvariantCulture, $"night of {date:yyyy-MM-dd}") : "no night had to be fresh by now";
        return freshness.IsFresh
            ? $"fresh: {night}, data of {Moment(freshness.DataAsOf!.Value, freshness.Night, zone)}"
            : $"not fresh: {night}: {string.Join("; ", freshness.Reasons.Select(Wording.OneLine))}";
    }

    /// <summary>The date is told where it is not that of the night.</summary>
    private static string Moment(DateTimeOffset moment, DateOnly? night, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(moment, zone);
        return local.ToString(DateOnly.FromDateTime(local.DateTime) == night ? "HH:mm" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }
}
