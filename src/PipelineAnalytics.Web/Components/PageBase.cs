using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace PipelineAnalytics.Web.Components;

/// <summary>A page, or a part of one that asks for itself, that is drawn once, when it has what it shows: on the server nobody sees a first drawing without it.</summary>
public abstract class PageBase : ComponentBase
{
    [CascadingParameter] protected HttpContext Http { get; set; } = null!;

    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        await LoadAsync(Http.RequestAborted);
        await base.SetParametersAsync(ParameterView.Empty);
    }

    protected abstract Task LoadAsync(CancellationToken cancellation);
}
