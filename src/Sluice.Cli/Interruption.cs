using System.Runtime.InteropServices;

namespace Sluice.Cli;

/// <summary>While it lives, Ctrl-C (and SIGTERM) ask a long job to end instead of ending the process.</summary>
sealed class Interruption : IDisposable
{
    readonly PosixSignalRegistration[] _registrations;
    readonly CancellationTokenSource _source = new();
    volatile bool _isRequested;

    /// <summary>Begins to listen.</summary>
    public Interruption() =>
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Request), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Request)];

    /// <summary>Has the user had enough?</summary>
    public bool IsRequested => _isRequested;

    /// <summary>Is cancelled when the user has had enough.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Waits, but not longer than the user does.</summary>
    /// <returns>False if the user has had enough.</returns>
    public bool Sleep(TimeSpan time) => !_source.Token.WaitHandle.WaitOne(time);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    // A second signal finds nothing to ask for any more and ends the process, as it would have at once.
    void Request(PosixSignalContext context)
    {
        context.Cancel = !_isRequested;
        _isRequested = true;
        _source.Cancel();
    }
}
