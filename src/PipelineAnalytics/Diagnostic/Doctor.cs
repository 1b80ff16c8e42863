using Npgsql;
using PipelineAnalytics.Diagnostic.Checks;
using PipelineAnalytics.Jobs;
using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Diagnostic;

/// <summary>
/// Looks, before the first night, at everything that could fail in one. Nothing is changed anywhere: rights are asked for, or tried in
/// a transaction that is rolled back. A check that fails keeps no other from being made, and none may take longer than its limit.
/// </summary>
public sealed class Doctor(PipelineSettings settings, TimeProvider time, IProgress<JobProgress> progress)
{
    /// <summary>For one check. A server that does not answer must not make people wait for an hour.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(12);

    /// <summary>In the order in which they are told. The first two let the others in.</summary>
    private static ICheck[] Checks =>
    [
        new ConnectionCheck(Needs.Source),
        new ConnectionCheck(Needs.Analytics),
        new SettingsCheck(),
        new ScheduleCheck(),
        new WebhookCheck(),
        new IdentityCheck(),
        new ToolsCheck(),
        new SessionCheck(Needs.Source),
        new SessionCheck(Needs.Analytics),
        new FreeConnectionsCheck(Needs.Source),
        new FreeConnectionsCheck(Needs.Analytics),
        new ClockCheck(),
        new ZoneCheck(),
        new SourceRightsCheck(),
        new RequirementsCheck(),
        new StandbyCheck(),
        new AnalyticsRightsCheck(),
        new OwnersCheck(),
        new ExtensionsCheck(),
        new RangeTypesCheck(),
        new EncodingCheck(),
        new SchemaVersionCheck(),
        new PartitionsCheck(),
        new ServerSettingsCheck(Needs.Source),
        new ServerSettingsCheck(Needs.Analytics),
        new MirrorCheck(),
        new PersonalDataCheck(),
        new DiskCheck(),
        new DurationCheck(),
    ];

    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellation)
    {
        await using var examination = new Examination(settings, time);
        var found = new List<Finding>();
        var passedBy = new List<(ICheck Check, Needs Missing)>();
        var checks = Checks;
        for (var i = 0; i < checks.Length; i++)
        {
            progress.Report(new JobProgress("doctor", i, checks.Length, "checks"));
            var missing = checks[i].Needs & ~examination.Reached;
            if (missing != Needs.Nothing) passedBy.Add((checks[i], missing));
            else found.AddRange(await RunAsync(checks[i], examination, cancellation));
        }

        progress.Report(new JobProgress("doctor", checks.Length, checks.Length, "checks"));
        foreach (var group in passedBy.GroupBy(p => p.Missing)) found.Add(NotLookedAt(group.Key, group.Select(p => p.Check.What)));
        // A tool that is missing, for instance, stops more than one check with the same words.
        return [.. found.DistinctBy(f => (f.Level == FindingLevel.Fault ? "" : f.Subject, f.Message)).GroupBy(f => f.Subject).SelectMany(g => g)];
    }

    private static async Task<IReadOnlyList<Finding>> RunAsync(ICheck check, Examination examination, CancellationToken cancellation)
    {
        var findings = new Findings(check.Subject);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            await check.RunAsync(examination, findings, limit.Token);
        }
        catch (Exception) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            findings.Attention($"{check.What}: no answer within {Limit.TotalSeconds} s; it was not looked at to the end", "run doctor again when the server has less to do");
        }
        catch (TablesLockedException e)
        {
            return [.. findings.All, new Finding(FindingLevel.Attention, "source", e.Message, "run doctor again when that has ended: sizes, rights and what would be copied could not be looked at")];
        }
        catch (PipelineException e)
        {
            findings.Fault(e);
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
        {
            findings.Attention($"{check.What}: could not be looked at: {(e is PostgresException p ? ServerWords.Of(p) : e.Message.TrimEnd('.'))}{ErrorPlace.Of(e, [.. examination.Databases])}");
        }

        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // A defect of ours: it is told, and the other checks are made.
            findings.Attention($"{check.What}: could not be looked at: unexpected {e.GetType().Name}: {e.Message}");
        }

        return findings.All;
    }

    private static Finding NotLookedAt(Needs missing, IEnumerable<string> what) => new(FindingLevel.Attention, "not looked at",
        $"{string.Join(", ", what.Distinct())}: for want of {(missing == (Needs.Source | Needs.Analytics) ? "both databases" : missing == Needs.Source ? "the source" : "analytics")}",
        "mend the connection, and run doctor again");
}
