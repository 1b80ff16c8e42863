namespace PipelineAnalytics.Vues;

/// <summary>Weeks that a run could not publish, told by several connections while the others go on.</summary>
internal sealed class Refusals
{
    private readonly Lock turn = new();
    private readonly SortedDictionary<Semaine, PipelineException> weeks = [];

    public void Add(Semaine week, PipelineException reason)
    {
        lock (turn) weeks[week] = reason;
    }

    /// <exception cref="PipelineException">Names the weeks that were refused, and says of the first why.</exception>
    public void EnsureNone()
    {
        if (weeks.Count == 0) return;
        var first = weeks.Values.First();
        if (weeks.Count == 1) throw new PipelineException(first.Message, first);
        throw new PipelineException($"{weeks.Count} weeks are refused: {string.Join(", ", SemaineRange.Cover(weeks.Keys, int.MaxValue))}. The first: {first.Message}", first);
    }
}
