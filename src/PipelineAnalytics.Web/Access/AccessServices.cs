using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace PipelineAnalytics.Web.Access;

/// <summary>What keeps the dashboard's door: headers, limits, cookie.</summary>
internal static class AccessServices
{
    private const int KeysAMinute = 10, Burst = 200, EachSecond = 40;

    private static readonly string[] Unlimited = ["/assets", "/healthz", "/readyz"];

    public static void Add(IServiceCollection services)
    {
        // Keys of cookies live as long as the process: none is left in a file, and a restart asks for the access key again.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.Cookie.Name = "pipeline-analytics";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
            cookie.SlidingExpiration = false;
        });
        services.Configure<KestrelServerOptions>(static server =>
        {
            server.AddServerHeader = false;
            // Forms here are a few words long.
            server.Limits.MaxRequestBodySize = 64 * 1024;
        });
        // Of a proxy on this machine: whether people came by TLS, and from where. Others are not believed.
        services.Configure<ForwardedHeadersOptions>(static forwarded => forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedFor);
        services.AddHostFiltering(_ => { });
        services.AddOptions<HostFilteringOptions>().Configure<PipelineSettings>((hosts, settings) => hosts.AllowedHosts = Exposure.Names(settings));
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = async (context, token) => await context.HttpContext.Response.WriteAsync("Trop de demandes : attendez quelques secondes.\n", token);
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(Limit);
        });
    }

    /// <summary>By where it comes from: whoever tries keys is slowed down more than whoever looks at pages. Probes are not, nor what costs the server nothing: a page asks for several files at once.</summary>
    private static RateLimitPartition<string> Limit(HttpContext http)
    {
        var from = http.Connection.RemoteIpAddress?.ToString() ?? "";
        var triesKey = HttpMethods.IsPost(http.Request.Method) || Gate.IsWrongKey(http.Request, http.RequestServices.GetRequiredService<PipelineSettings>().Web);
        if (!triesKey && Unlimited.Any(path => http.Request.Path.StartsWithSegments(path))) return RateLimitPartition.GetNoLimiter("unlimited");
        return triesKey
            ? RateLimitPartition.GetFixedWindowLimiter($"{http.Request.Method} {from}", _ => new FixedWindowRateLimiterOptions { PermitLimit = KeysAMinute, Window = TimeSpan.FromMinutes(1) })
            : RateLimitPartition.GetTokenBucketLimiter(from, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = Burst,
                TokensPerPeriod = EachSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                AutoReplenishment = true,
            });
    }

    /// <summary>No script, style or picture from elsewhere, nor any that stands in the page itself. Hangfire's own pages need styles and scripts in theirs.</summary>
    public static HeaderPolicyCollection Headers(bool ownPages) => new HeaderPolicyCollection()
        .AddDefaultSecurityHeaders()
        .AddReferrerPolicySameOrigin()
        .AddContentSecurityPolicy(csp =>
        {
            csp.AddDefaultSrc().None();
            csp.AddConnectSrc().Self();
            csp.AddImgSrc().Self().Data();
            csp.AddFontSrc().Self();
            csp.AddBaseUri().None();
            csp.AddFormAction().Self();
            csp.AddFrameAncestors().None();
            var style = csp.AddStyleSrc().Self();
            var script = csp.AddScriptSrc().Self();
            if (ownPages) return;
            style.UnsafeInline();
            script.UnsafeInline();
        });
}
