using FsCheck.Xunit;
using PipelineAnalytics.Suivi.Notifications;
using Xunit;

namespace PipelineAnalytics.Tests.Notifications;

public sealed class ChatDialectTests
{
    [Theory]
    [InlineData("https://hooks.slack.com/services/T0/B0/x", "*Nuit*")]
    [InlineData("https://mattermost.example/hooks/x", "**Nuit**")]
    public void Bold_is_written_as_the_chat_reads_it(string webhook, string bold) =>
        Assert.Equal(bold, Webhook.Of(Settings(webhook))!.Dialect.Bold("Nuit"));

    [Theory]
    [InlineData("hooks.example/tr0p-secret")]
    [InlineData("ftp://hooks.example/tr0p-secret")]
    [InlineData("/hooks/tr0p-secret")]
    public void What_is_no_address_is_refused_and_not_repeated(string webhook)
    {
        var error = Assert.Throws<PipelineException>(() => Webhook.Of(Settings(webhook)));
        Assert.Equal(2, error.ExitCode);
        Assert.Contains("Pipeline__Notification__Webhook", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("tr0p-secret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Nothing_set_is_nobody_to_tell(string? webhook) => Assert.Null(Webhook.Of(Settings(webhook)));

    [Fact]
    public void An_address_shows_scheme_and_host_only() =>
        Assert.Equal("https://mattermost.example", Webhook.Of(Settings("https://user:pw@mattermost.example:8443/hooks/tr0p-secret?a=b"))!.ToString());

    [Fact]
    public void Slacks_control_characters_are_escaped() =>
        Assert.Equal("```\n&lt;!channel&gt; &amp; @\u200bhere\n```", ChatDialect.Slack.Block("<!channel> & @here"));

    [Property]
    public bool Whatever_a_block_holds_it_has_one_beginning_and_one_end(string? text, bool slack)
    {
        var block = (slack ? ChatDialect.Slack : ChatDialect.Mattermost).Block($"``{text}```@{text}\r\n```{text}`", most: 40);
        return block.StartsWith("```\n", StringComparison.Ordinal) && block.EndsWith("\n```", StringComparison.Ordinal) && block.Split("```").Length == 3 && block.Length <= (5 * 40) + 8;
    }

    [Fact]
    public void What_is_cut_ends_with_an_ellipsis_and_no_half_of_a_character()
    {
        Assert.Equal("```\nab\n```", ChatDialect.Mattermost.Block("ab", most: 2));
        Assert.Equal("```\na…\n```", ChatDialect.Mattermost.Block("abc", most: 2));
        Assert.Equal("```\na…\n```", ChatDialect.Mattermost.Block("a🎉bc", most: 3));
    }

    private static PipelineSettings Settings(string? webhook) => new() { Notification = { Webhook = webhook } };
}
