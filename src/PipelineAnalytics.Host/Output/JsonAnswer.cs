using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PipelineAnalytics.Host.Output;

/// <summary>The one object that <c>--json</c> prints, whatever happens. It gathers what is known as the work goes on.</summary>
/// <param name="results">Where it goes; null when nobody asked for it.</param>
internal sealed class JsonAnswer(TextWriter? results)
{
    // Read by programs and people, never by a browser: accents stay letters.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private bool given;

    public bool IsAsked => results is not null;

    /// <summary>The verb or the job that a failure is told of.</summary>
    public string? Subject { get; set; }

    public JsonObject Content { get; } = new() { ["success"] = null };

    /// <summary>Prints it, once.</summary>
    public void Give(bool success, string? error = null)
    {
        if (given || results is null) return;
        given = true;
        Content["success"] = success;
        if (!success) Content["job"] = Subject;
        if (error is not null) Content["error"] = error;
        results.WriteLine(Content.ToJsonString(Readable));
        results.Flush();
    }
}
