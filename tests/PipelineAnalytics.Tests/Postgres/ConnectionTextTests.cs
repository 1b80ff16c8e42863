using Npgsql;
using PipelineAnalytics.Postgres;
using Xunit;

namespace PipelineAnalytics.Tests.Postgres;

public sealed class ConnectionTextTests
{
    [Theory]
    [InlineData("postgres://user:p%40ss%3Aword@db.example:6432/ma%20base?sslmode=verify-full&application_name=x&connect_timeout=7")]
    [InlineData("postgresql://user:p%40ss%3Aword@db.example:6432/ma%20base?sslmode=verify-full&application_name=x&connect_timeout=7")]
    [InlineData("Host=db.example;Port=6432;Username=user;Password=p@ss:word;Database=ma base;SSL Mode=VerifyFull;Application Name=x;Timeout=7")]
    public void Both_forms_say_the_same(string text)
    {
        var c = ConnectionText.Parse("S", text);
        Assert.Equal(("db.example", 6432, "user", "p@ss:word", "ma base"), (c.Host, c.Port, c.Username, c.Password, c.Database));
        Assert.Equal((SslMode.VerifyFull, "x", 7), (c.SslMode, c.ApplicationName, c.Timeout));
    }

    [Theory]
    [InlineData("postgres://u@[::1]:5433/d", "::1", 5433)]
    [InlineData("postgres://u@localhost/d", "localhost", 5432)]
    [InlineData("postgres:///d?host=/var/run/postgresql&user=u", "/var/run/postgresql", 5432)]
    [InlineData("postgres://u@%2Fvar%2Frun%2Fpostgresql/d", "/var/run/postgresql", 5432)]
    public void A_url_names_any_kind_of_host(string url, string host, int port)
    {
        var c = ConnectionText.Parse("S", url);
        Assert.Equal((host, port, "d", "u"), (c.Host, c.Port, c.Database, c.Username));
    }

    [Fact]
    public void A_password_may_hold_a_colon_as_it_is() =>
        Assert.Equal("a:b", ConnectionText.Parse("S", "postgres://u:a:b@h/d").Password);

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    [InlineData("postgres://user:secret@host")]
    [InlineData("postgres://user:secret@host:99999999/d")]
    [InlineData("Host=h;Database=d;Passwort=secret")]
    [InlineData("Host=h;Database=d;Port=secret")]
    [InlineData("postgres://user:secret@host/d?sslmode=secret")]
    [InlineData("Username=u;Password=secret")]
    [InlineData("secret")]
    public void What_cannot_be_used_is_a_configuration_error_that_names_the_setting_and_keeps_the_secret(string? text)
    {
        var error = Assert.Throws<PipelineException>(() => ConnectionText.Parse("ConnectionStrings__Source", text));
        Assert.Equal(2, error.ExitCode);
        Assert.Contains("ConnectionStrings__Source", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
