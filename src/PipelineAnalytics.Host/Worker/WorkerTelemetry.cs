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
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>OpenTelemetry's own, which it looks for in the host's configuration.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Variables() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Select(v => KeyValuePair.Create((string)v.Key, (string?)v.Value)).Where(v => v.Key.StartsWith("OTEL_", StringComparison.Ordinal));

    public static void Add(IServiceCollection services)
    {
        var exported = Variables().Any(v => v.Key == Endpoint && !string.IsNullOrEmpty(v.Value));
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("pipeline-analytics").AddEnvironmentVariableDetector())
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Telemetry.Name, "Npgsql").AddRuntimeInstrumentation().AddPrometheusExporter();
                if (exported) metrics.AddOtlpExporter();
            })
            .WithTracing(traces =>
            {
                traces.AddSource(Telemetry.Name).AddSource("Npgsql");
                if (exported) traces.AddOtlpExporter();
            });
    }

    public static void Map(WebApplication app) => app.MapPrometheusScrapingEndpoint("/metrics");
}
