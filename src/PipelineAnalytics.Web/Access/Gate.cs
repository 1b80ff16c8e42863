using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace PipelineAnalytics.Web.Access;

/// <summary>
/// Lets in who has the key (a cookie after /connexion, or <c>Authorization: Bearer</c>) or whom the reverse proxy names. Everything stands behind it,
/// Hangfire's pages and the metrics too, but for what probes ask and what the page that asks for the key needs.
/// </summary>
public sealed class Gate(RequestDelegate next, PipelineSettings settings)
{
    public const string Page = "/connexion";

    private const string Bearer = "Bearer ";

    private static readonly string[] Open = [Page, "/assets", "/healthz", "/readyz"];

    private readonly WebSettings web = settings.Web;

    public async Task InvokeAsync(HttpContext http)
    {
        if (Open.Any(path => http.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)) || await LetsInAsync(http, web))
        {
            await next(http);
            return;
        }

        if (web.Cle is not null && HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.Redirect(QueryHelpers.AddQueryString(Page, "retour", http.Request.Path + http.Request.QueryString));
            return;
        }

        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        http.Response.Headers.WWWAuthenticate = "Bearer";
        await http.Response.WriteAsync("Accès refusé : donnez la clé d'accès (Authorization: Bearer …), ou passez par le proxy.\n", http.RequestAborted);
    }

    /// <summary>In a time that does not tell how much of the key was right.</summary>
    public static bool IsKey(string? given, WebSettings web) =>
        given is not null && web.Cle is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(web.Cle)));

    /// <summary>Whether a key is tried, and is not the one.</summary>
    public static bool IsWrongKey(HttpRequest request, WebSettings web) => BearerOf(request) is { } given && !IsKey(given, web);

    public static Task LetInAsync(HttpContext http) => http.SignInAsync(
        CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "cle")], CookieAuthenticationDefaults.AuthenticationScheme)));

    /// <summary>Whether it comes from somebody who may see everything: anybody, where neither key nor header is set.</summary>
    public static async Task<bool> LetsInAsync(HttpContext http, WebSettings web)
    {
        if (web.Cle is null && web.EnTete is null) return true;
        if (web.EnTete is not null && !string.IsNullOrEmpty(http.Request.Headers[web.EnTete])) return true;
        if (BearerOf(http.Request) is { } given) return IsKey(given, web);
        return (await http.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme)).Succeeded;
    }

    private static string? BearerOf(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var authorization && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim() : null;
}
