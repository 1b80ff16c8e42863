using PipelineAnalytics.Benchmarks.Harness;

namespace PipelineAnalytics.Benchmarks.Web;

/// <summary>What is measured, how large, how often.</summary>
/// <param name="Weeks">Published weeks.</param>
/// <param name="Rounds">Times that each address is asked for, after a first time.</param>
internal sealed record WebPlan(int Weeks, int Rounds);

/// <summary>What there is to show.</summary>
/// <param name="Last">The last published week.</param>
/// <param name="Now">When the dashboard is looked at: a morning in the week after.</param>
/// <param name="Rows">Of each vue.</param>
internal sealed record WebData(Semaine Last, DateTimeOffset Now, IReadOnlyDictionary<string, long> Rows);

/// <summary>One address, all times.</summary>
/// <param name="Status">Of HTTP, the last time.</param>
/// <param name="Bytes">Of the answer as it was sent, compressed.</param>
/// <param name="First">Milliseconds of the first time, when nothing is compiled or cached.</param>
/// <param name="Milliseconds">Of the other times.</param>
internal sealed record Answered(string Address, int Status, long Bytes, double First, IReadOnlyList<double> Milliseconds)
{
    /// <summary>Milliseconds that an answer may take (issue 7).</summary>
    public const double Mark = 200;

    public bool IsThere => Status == 200;

    public bool IsOver => Milliseconds.Median() > Mark;

    public double Worst => Milliseconds.Max();
}

/// <summary>A file of the first page, as it was sent.</summary>
internal sealed record SentFile(string Address, long Bytes);

/// <summary>All that was measured.</summary>
/// <param name="FirstPage">The first page and its files.</param>
internal sealed record WebResult(IReadOnlyList<Answered> Answers, IReadOnlyList<SentFile> FirstPage)
{
    /// <summary>Bytes of the first page beyond the chart library.</summary>
    public long FirstBytes => FirstPage.Where(f => !f.Address.Contains("echarts", StringComparison.Ordinal)).Sum(f => f.Bytes);
}
