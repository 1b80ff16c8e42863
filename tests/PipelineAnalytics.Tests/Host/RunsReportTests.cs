using PipelineAnalytics.Host.Output;
using PipelineAnalytics.Suivi;
using Xunit;

namespace PipelineAnalytics.Tests.Host;

public sealed class RunsReportTests
{
    private static readonly DateTime Started = new(2025, 6, 30, 0, 30, 15, DateTimeKind.Utc);

    private static readonly PastRun[] Runs =
    [
        new(3, "charger-les-vues", Started, null, null, null, 0, null, null, true),
        new(2, "dump-for-analytics", Started, Started, false, null, 1, "The source lacks public.jeune.dispositif, which the pipeline reads:\nwas it renamed? The previous mirror stays in place.", 200, false),
        new(1, "charger-les-evenements", Started, Started, true, """{"loaded":1200000,"alreadyThere":300000}""", 0, null, 61_000, false),
    ];

    [Fact]
    public void A_screen_gets_a_line_a_run_and_errors_that_break_between_words() => Assert.Equal("""
        times in Europe/Paris, newest first
        started           job                     state         took  result
        2025-06-30 02:30  charger-les-vues        running
        2025-06-30 02:30  dump-for-analytics      failed       0.2 s
            The source lacks public.jeune.dispositif, which the pipeline reads: was it
            renamed? The previous mirror stays in place.
        2025-06-30 02:30  charger-les-evenements  done     1 min 1 s  1,200,000 loaded…

        """, Written(80));

    [Fact]
    public void A_file_gets_lines_that_are_never_cut() => Assert.Equal("""
        times in Europe/Paris, newest first
        started           job                     state         took  result
        2025-06-30 02:30  charger-les-vues        running
        2025-06-30 02:30  dump-for-analytics      failed       0.2 s
            The source lacks public.jeune.dispositif, which the pipeline reads: was it renamed? The previous mirror stays in place.
        2025-06-30 02:30  charger-les-evenements  done     1 min 1 s  1,200,000 loaded, 300,000 already there

        """, Written(null));

    private static string Written(int? width)
    {
        var output = new StringWriter();
        var console = new Terminal(output, false, TextWriter.Null, false).ResultsConsole();
        console.Profile.Width = width ?? console.Profile.Width;
        RunsReport.Write(console, Runs, TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"));
        return output.ToString();
    }
}
