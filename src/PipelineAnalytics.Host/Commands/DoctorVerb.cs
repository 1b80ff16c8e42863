using System.CommandLine;
using System.Text.Json.Nodes;
using PipelineAnalytics.Diagnostic;
using PipelineAnalytics.Host.Cli;
using PipelineAnalytics.Host.Output;

namespace PipelineAnalytics.Host.Commands;

internal sealed class DoctorVerb() : Verb(
    "doctor",
    "Before the first night: try everything that could fail in it, and say it with its remedy. Both connections, rights, versions, extensions, sizes and settings of the servers, clocks and zone, schedule, webhook, partitions; what job 0 would copy and skip, and about how long it takes; personal columns that come in clear. Changes nothing. Exit code 1 when a night would fail.",
    "doctor",
    "doctor --json",
    "doctor --Pipeline:Miroir:Exclure:0='evenement_engagement*' --Pipeline:Miroir:Exclure:1='log_*'")
{
    public override bool TellsOfSettings => true;

    public override async Task RunAsync(Session session, ParseResult parse, CancellationToken cancellation)
    {
        var findings = await session.Display.FollowAsync(progress => new Doctor(session.Settings, session.Time, progress).ExamineAsync(cancellation));
        session.Answer.Content["findings"] = new JsonArray([.. findings.Select(DoctorReport.Json)]);
        DoctorReport.Write(session.Results, findings);
        var faults = findings.Count(f => f.Level == FindingLevel.Fault);
        if (faults > 0) throw new PipelineException($"{Wording.Count(faults, "faults")} would make a night fail: mend what is marked so, and run doctor again.");
    }
}
