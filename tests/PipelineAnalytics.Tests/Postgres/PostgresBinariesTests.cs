using PipelineAnalytics.Postgres;
using Xunit;

namespace PipelineAnalytics.Tests.Postgres;

public sealed class PostgresBinariesTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("pipeline-binaries-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void The_settings_folder_wins_over_PATH()
    {
        var chosen = Install("chosen", "pg_dump");
        var places = Places(path: [Install("path", "pg_dump")]);

        Assert.Equal(Path.Combine(chosen, "pg_dump"), PostgresBinaries.FindTool("pg_dump", chosen, places));
    }

    [Fact]
    public void A_settings_folder_without_the_tool_is_a_misuse_that_names_the_setting_even_when_PATH_has_it()
    {
        var empty = Install("empty");
        var places = Places(path: [Install("path", "pg_dump")]);

        var error = Assert.Throws<PipelineException>(() => PostgresBinaries.FindTool("pg_dump", empty, places));

        Assert.Equal(2, error.ExitCode);
        Assert.StartsWith($"Pipeline__PostgresBin: {empty} has no pg_dump:", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void The_first_folder_on_PATH_wins_over_later_ones_and_over_newer_versions_elsewhere(string? setting)
    {
        var first = Install("path-9.6", "pg_dump");
        var places = Places(path: [Install("path-empty"), first, Install("path-17", "pg_dump")], usual: ["lib/*/bin"]);
        Install("lib/18/bin", "pg_dump");

        Assert.Equal(Path.Combine(first, "pg_dump"), PostgresBinaries.FindTool("pg_dump", setting, places));
    }

    [Fact]
    public void In_the_usual_places_the_newest_version_wins_and_versions_are_numbers()
    {
        foreach (var version in (string[])["9.6", "10", "9", "16"])
            Install($"lib/{version}/bin", "pg_dump");

        Assert.Equal(InRoot("lib/16/bin/pg_dump"), PostgresBinaries.FindTool("pg_dump", null, Places(usual: ["lib/*/bin"])));
    }

    [Fact]
    public void Ten_is_newer_than_nine_point_six()
    {
        Install("lib/9.6/bin", "pg_dump");
        Install("lib/10/bin", "pg_dump");

        Assert.Equal(InRoot("lib/10/bin/pg_dump"), PostgresBinaries.FindTool("pg_dump", null, Places(usual: ["lib/*/bin"])));
    }

    [Fact]
    public void Versions_are_compared_across_the_usual_places_and_a_place_without_version_comes_last()
    {
        Install("bin", "pg_dump");
        Install("lib/15/bin", "pg_dump");
        Install("opt/postgresql@17/bin", "pg_dump");
        Install("pgsql-16/bin", "pg_dump");
        var places = Places(usual: ["bin", "lib/*/bin", "pgsql-*/bin", "opt/postgresql@*/bin", "nowhere/*/bin"]);

        Assert.Equal(
            [InRoot("opt/postgresql@17/bin"), InRoot("pgsql-16/bin"), InRoot("lib/15/bin"), InRoot("bin")], places.Folders());
    }

    [Fact]
    public void The_newest_version_that_has_the_whole_server_is_taken()
    {
        Install("path", "initdb");
        Install("lib/17/bin", "pg_dump", "pg_ctl");
        var whole = Install("lib/15/bin", "initdb", "postgres", "pg_ctl");

        Assert.Equal(whole, PostgresBinaries.FindFolder(null, Places(path: [InRoot("path")], usual: ["lib/*/bin"])));
    }

    [Fact]
    public void A_settings_folder_with_half_a_server_names_what_it_lacks()
    {
        var half = Install("half", "postgres");

        var error = Assert.Throws<PipelineException>(() => PostgresBinaries.FindFolder(half, Places()));

        Assert.Contains("has no initdb and no pg_ctl", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_found_nowhere_is_one_line_that_says_what_to_install()
    {
        var tool = Assert.Throws<PipelineException>(() => PostgresBinaries.FindTool("pg_dump", null, Places(usual: ["lib/*/bin"])));
        var server = Assert.Throws<PipelineException>(() => PostgresBinaries.FindFolder(null, Places()));

        Assert.Equal((1, 1), (tool.ExitCode, server.ExitCode));
        Assert.DoesNotContain('\n', tool.Message + server.Message);
        Assert.Contains("apt-get install postgresql-client", tool.Message, StringComparison.Ordinal);
        Assert.Contains("dnf install postgresql-server", server.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_may_not_be_run_is_skipped()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no execute permission");
        File.WriteAllText(Path.Combine(Install("stray"), "pg_dump"), "");
        var real = Install("real", "pg_dump");

        Assert.Equal(
            Path.Combine(real, "pg_dump"), PostgresBinaries.FindTool("pg_dump", null, Places(path: [InRoot("stray"), real])));
    }

    [Fact]
    public void On_Windows_the_executable_has_its_extension()
    {
        var folder = Install("path", "pg_dump.exe");
        var places = Places(path: [folder]) with { Extension = ".exe" };

        Assert.Equal(Path.Combine(folder, "pg_dump.exe"), PostgresBinaries.FindTool("pg_dump", null, places));
    }

    [Theory]
    [InlineData("pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n", "15.18")]
    [InlineData("postgres (PostgreSQL) 17beta1", "17.0")]
    [InlineData("pg_dump (PostgreSQL) 18devel", "18.0")]
    [InlineData("pg_restore (PostgreSQL) 9.6.24", "9.6.24")]
    [InlineData("pg_dump (EnterpriseDB) 16.4.1", "16.4.1")]
    public void The_version_of_a_tool_is_read(string answer, string version) =>
        Assert.Equal(Version.Parse(version), PostgresBinaries.ParseVersion(answer));

    [Theory]
    [InlineData("")]
    [InlineData("pg_dump")]
    [InlineData("mysqldump  Ver 8.0.36 for Linux")]
    [InlineData("Error: You must install at least one postgresql-client-<version> package")]
    public void Another_answer_is_no_version(string answer) => Assert.Null(PostgresBinaries.ParseVersion(answer));

    [Fact]
    public async Task A_tool_that_does_not_run_is_one_line_that_names_it()
    {
        var absent = InRoot("pg_dump");

        var error = await Assert.ThrowsAsync<PipelineException>(
            () => PostgresBinaries.ToolVersionAsync(absent, TestContext.Current.CancellationToken));

        Assert.StartsWith(absent, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task A_tool_that_answers_something_else_is_quoted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the fake tool is a shell script");
        var tool = Path.Combine(Install("fake", "pg_dump"), "pg_dump");
        await File.WriteAllTextAsync(tool, "#!/bin/sh\necho 'no cluster here' >&2\nexit 3\n", TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<PipelineException>(
            () => PostgresBinaries.ToolVersionAsync(tool, TestContext.Current.CancellationToken));

        Assert.Contains("\"no cluster here\" to --version, with exit code 3", error.Message, StringComparison.Ordinal);
    }

    private PostgresPlaces Places(string[]? path = null, string[]? usual = null) =>
        new(path ?? [], [.. (usual ?? []).Select(InRoot)], "");

    private string InRoot(string path) => Path.Combine(root, path);

    private string Install(string folder, params string[] tools)
    {
        var full = Directory.CreateDirectory(InRoot(folder)).FullName;
        foreach (var tool in tools)
        {
            File.WriteAllText(Path.Combine(full, tool), "");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(Path.Combine(full, tool), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return full;
    }
}
