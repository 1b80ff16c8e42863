using PipelineAnalytics.Postgres;

namespace PipelineAnalytics.Diagnostic.Checks;

/// <summary>Every text of production can be written in analytics.</summary>
internal sealed class EncodingCheck : ICheck
{
    private const string Any = "UTF8";

    public string Subject => "both databases";

    public string What => "encodings";

    public Needs Needs => Needs.Source | Needs.Analytics;

    public async Task RunAsync(Examination examination, Findings findings, CancellationToken cancellation)
    {
        const string Sql = "select current_setting('server_encoding')";
        await using var source = await examination.Source.OpenAsync(cancellation);
        await using var analytics = await examination.Analytics.OpenAsync(cancellation);
        var (from, to) = (await source.ScalarAsync<string>(Sql, cancellation), await analytics.ScalarAsync<string>(Sql, cancellation));
        if (to == Any || to == from) findings.Ok($"texts are {from} in the source and {to} in analytics");
        else findings.Fault($"texts are {from} in the source and {to} in analytics, which cannot hold them all", "make the analytics database anew: create database … encoding 'UTF8' template template0");
        // SQL_ASCII holds bytes of any encoding, and passes them on.
        if (from == "SQL_ASCII") findings.Attention("the source is SQL_ASCII: a text that is no UTF-8 stops the copy of its table");
    }
}
