using System.CommandLine;
using PipelineAnalytics;
using PipelineAnalytics.Benchmarks.Evenements;
using PipelineAnalytics.Benchmarks.Miroir;
using PipelineAnalytics.Benchmarks.Vues;
using PipelineAnalytics.Benchmarks.Web;

var root = new RootCommand("Measures the pipeline against the ways it replaces, on a private PostgreSQL. Numbers on standard output, what goes on on standard error.");
root.Subcommands.Add(new EvenementsVerb());
root.Subcommands.Add(new VuesVerb());
root.Subcommands.Add(new MiroirVerb());
root.Subcommands.Add(new WebVerb());
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (PipelineException e)
{
    await Console.Error.WriteLineAsync($"error: {e.Message}");
    return e.ExitCode;
}
