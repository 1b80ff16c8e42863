using System.Net;
using Microsoft.AspNetCore.Http;

namespace PipelineAnalytics.Web.Access;

/// <summary>Who can reach an address, and whether the settings let the dashboard be there.</summary>
public static class Exposure
{
    private const int ShortestKey = 16;

    private static readonly string[] MachineNames = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Whether only this machine reaches it.</summary>
    public static bool IsLoopback(string address) => Parts(address).Select(HostOf).All(static host =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));

    /// <summary>
    /// The names by which the dashboard answers. Where nobody is asked for a key, those of this machine and no other: a page from elsewhere, opened in a browser
    /// here, could let its own name point to 127.0.0.1 and read everything. With a key any name does: a page from elsewhere has neither it nor its cookie.
    /// </summary>
    /// <remarks>A header that a proxy sets is no key: who comes round the proxy can set it, too. The address is then the proxy's to close, as the documents say.</remarks>
    internal static IList<string> Names(PipelineSettings settings) => settings.Web.Cle is not null || settings.Web.EnTete is not null ? ["*"]
        : [.. MachineNames.Concat(new[] { settings.Web.Adresse, settings.Worker.Adresse }.Where(IsLoopback).SelectMany(Parts).Select(HostOf)).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <param name="setting">The one that gives the address, for messages.</param>
    /// <exception cref="PipelineException">Exit code 2: the address is none, the key is too short, or others would reach it without being asked for one.</exception>
    public static void EnsureUsable(string setting, string address, WebSettings web)
    {
        if (web.Cle is { Length: < ShortestKey }) throw PipelineException.Misused($"Pipeline__Web__Cle is too short to keep anybody out: give at least {ShortestKey} characters, as `openssl rand -hex 16` does.");
        bool loopback;
        try
        {
            loopback = IsLoopback(address);
        }
        catch (FormatException)
        {
            throw PipelineException.Misused($"{setting} '{address}' is no address: write it as http://127.0.0.1:5080.");
        }

        if (!loopback && web.Cle is null && web.EnTete is null)
            throw PipelineException.Misused($"{setting} {address} can be reached from other machines, where the dashboard is not shown to everybody: set Pipeline__Web__Cle (a key that is asked for), or Pipeline__Web__EnTete (the header by which a reverse proxy says who was let in), or listen on 127.0.0.1.");
    }

    /// <summary>The server takes several addresses, apart by semicolons, in one setting.</summary>
    private static string[] Parts(string addresses) => addresses.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>A Unix socket is this machine's.</summary>
    private static string HostOf(string address) => BindingAddress.Parse(address) is { IsUnixPipe: false } binding ? binding.Host : "localhost";
}
