using Npgsql;
using PipelineAnalytics.Jobs.EnrichirLesEvenements;
using PipelineAnalytics.Postgres;
using PipelineAnalytics.Vues;

namespace PipelineAnalytics.Jobs.InitialiserLesVues;

/// <summary>Builds the weekly activity of users anew from the events, for all the weeks that some published weeks look back on.</summary>
internal static class ActivityRebuild
{
    public static async Task RunAsync(JobContext context, NpgsqlConnection analytics, SemaineRange range, CancellationToken cancellation)
    {
        // The two-month window of the first week may begin within a week.
        var first = range.First.Lundi;
        var from = Semaine.Of(first.Year > 1 ? first.AddMonths(-2) : first);
        var last = range.Last;
        await using var turn = await AdvisoryLock.AcquireAsync(analytics, PipelineLock.Evenements, context.Logger, cancellation);
        await using var transaction = await analytics.BeginTransactionAsync(cancellation);
        await analytics.ExecuteAsync("set local work_mem = '128MB'; set local jit = off", cancellation);
        await Corrections.ApplyAsync(analytics, cancellation);
        await analytics.ExecuteAsync("delete from pipeline.activite_hebdo where semaine between $1 and $2", cancellation, from.Lundi, last.Lundi);
        // A view takes no parameters; the dates are written by Semaine, as digits and dashes.
        await analytics.ExecuteAsync($"create temp view evenement_a_cumuler as select * from public.evenement_engagement where semaine between '{from}' and '{last}'", cancellation);
        await analytics.ExecuteAsync(SqlFile.Read("Jobs/EnrichirLesEvenements/cumuler.sql"), cancellation);
        await analytics.ExecuteAsync("drop view evenement_a_cumuler", cancellation);
        await analytics.ExecuteAsync(SqlFile.Read("Jobs/InitialiserLesVues/recompter.sql"), cancellation, from.Lundi, last.Lundi);
        await transaction.CommitAsync(cancellation);
    }
}
