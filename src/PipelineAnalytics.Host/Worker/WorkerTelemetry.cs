using System.Collections;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace PipelineAnalytics.Host.Worker;

/// <summary>
/// Metrics on <c>/metrics</c> for Prometheus; metrics and traces by OTLP where OpenTelemetry's own variables say so (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c>,
/// <c>OTEL_SERVICE_NAME</c>, …).
/// </summary>
internal static class WorkerTelemetry
{
    /// <summary>OpenTelemetry's own, which it looks for in the host's configuration.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Variables() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Select(v => KeyValuePair.Create((string)v.Key, (string?)v.Value)).Where(v => v.Key.StartsWith("OTEL_", StringComparison.Ordinal) && !string.IsNullOrEmpty(v.Value));

    public static void Add(IServiceCollection services)
    {
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("pipeline-analytics").AddEnvironmentVariableDetector())
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Telemetry.Name, "Npgsql").AddRuntimeInstrumentation().AddPrometheusExporter();
                if (IsExported("METRICS")) metrics.AddOtlpExporter();
            })
            .WithTracing(traces =>
            {
                traces.AddSource(Telemetry.Name).AddSource("Npgsql");
                if (IsExported("TRACES")) traces.AddOtlpExporter();
            });
    }

    /// <summary>To one address for all, or to one of its own.</summary>
    private static bool IsExported(string signal) =>
        Variables().Any(v => v.Key is "OTEL_EXPORTER_OTLP_ENDPOINT" || v.Key == $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT");

    public static void Map(WebApplication app) => app.MapPrometheusScrapingEndpoint("/metrics");
}
