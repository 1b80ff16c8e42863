using PipelineAnalytics.Host.Cli;
using PipelineAnalytics.Host.Output;
using Xunit;

namespace PipelineAnalytics.Tests.Host;

public sealed class WordingTests
{
    [Theory]
    [InlineData(0, 8, "")]
    [InlineData(8, 8, "████")]
    [InlineData(4, 8, "██")]
    [InlineData(5, 8, "██▌")]
    [InlineData(1, 32, "▏")]
    [InlineData(3, 0, "")]
    public void A_bar_counts_in_eighths(long value, long most, string bar) => Assert.Equal(bar, Wording.Bar(value, most, 4));

    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(59.9, "59.9 s")]
    [InlineData(61, "1 min 1 s")]
    [InlineData(7_260, "2 h 1 min")]
    [InlineData(100_000, "27 h 46 min")]
    public void A_duration_is_as_fine_as_it_is_short(double seconds, string text) => Assert.Equal(text, Wording.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(1, "rows", "1 row")]
    [InlineData(0, "rows", "0 rows")]
    [InlineData(1, "weeks due", "1 week due")]
    [InlineData(1, "already there", "1 already there")]
    [InlineData(2_000, "tables", "2,000 tables")]
    public void One_is_not_many(long number, string words, string text) => Assert.Equal(text, Wording.Count(number, words));

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "ab…")]
    [InlineData("8 weeks, 1,234 rows", 19, "8 weeks, 1,234 rows")]
    [InlineData("8 weeks, 1,234 rows", 18, "8 weeks, …")]
    [InlineData("8 weeks, 1,234 rows", 10, "8 weeks, …")]
    [InlineData("8 weeks, 1,234 rows", 9, "8 weeks,…")]
    public void What_is_cut_says_so(string text, int width, string cut) => Assert.Equal(cut, Wording.Shorten(text, width));

    [Fact]
    public void Lines_break_between_words_only() =>
        Assert.Equal(["- one", "  two", "  three-and-four"], Wording.Wrap("- ", "one two three-and-four", 9));

    [Fact]
    public void An_error_of_many_lines_is_one_line() => Assert.Equal("a b c", Wording.OneLine("a\r\n  b\n\nc\n"));

    [Theory]
    [InlineData("statsu", "; did you mean status?")]
    [InlineData("bonjour", ".")]
    public void A_near_word_is_suggested(string written, string hint) => Assert.Equal(hint, Nearest.Hint(written, ["run", "status"]));

    [Fact]
    public void There_may_be_no_word_to_suggest() => Assert.Equal(".", Nearest.Hint("x", []));
}
