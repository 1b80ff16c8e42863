using Spectre.Console;
using Spectre.Console.Rendering;

namespace PipelineAnalytics.Host.Output;

/// <summary>What a bar keeps for its column, which wants a value type.</summary>
internal readonly record struct Pace(string? Words);

/// <summary>Count, rate and time left, as the plain display words them.</summary>
internal sealed class PaceColumn : ProgressColumn
{
    public const string State = "pace";

    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(task.State.Get<Pace>(State).Words ?? "", new Style(Color.Grey));
}
