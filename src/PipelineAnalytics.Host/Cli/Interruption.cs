using System.Runtime.InteropServices;

namespace PipelineAnalytics.Host.Cli;

/// <summary>
/// Ctrl-C, SIGTERM (a platform that stops a container) and SIGHUP (a terminal that is closed) ask the work to end: statements are
/// cancelled, transactions rolled back, the run is recorded; the vues end the weeks in hand. The second time the process ends at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];

    public Interruption()
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
        {
            registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
        }
    }

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = !source.IsCancellationRequested;
        source.Cancel();
    }
}
