using Microsoft.Playwright;

namespace PipelineAnalytics.WebTests.Harness;

/// <summary>Pictures of the pages, kept under <c>artifacts/screenshots</c> of the repository, for people to look at.</summary>
internal static class Screenshots
{
    private static readonly string Folder = Path.Combine(Repository(), "artifacts", "screenshots");

    public static Task TakeAsync(IPage page, string name) => page.ScreenshotAsync(new PageScreenshotOptions
    {
        Path = Path.Combine(Folder, $"{name}.png"),
        FullPage = true,
        Animations = ScreenshotAnimations.Disabled,
        Caret = ScreenshotCaret.Hide,
    });

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PipelineAnalytics.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
