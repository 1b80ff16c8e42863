using System.CommandLine;

namespace PipelineAnalytics.Benchmarks.Harness;

internal static class OptionChecks
{
    /// <summary>Refuses a value that does not hold.</summary>
    /// <param name="rule">What the option takes, as "takes a whole number from 1 to 30".</param>
    public static void Check<T>(this Option<T> option, string rule, Func<T?, bool> holds) => option.Validators.Add(result =>
    {
        try
        {
            if (holds(result.GetValueOrDefault<T>())) return;
        }
        catch (Exception e) when (e is FormatException or OverflowException or InvalidOperationException)
        {
        }

        result.AddError($"{option.Name} {rule}.");
    });
}
