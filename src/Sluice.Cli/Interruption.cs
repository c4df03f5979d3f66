using System.Runtime.InteropServices;

namespace Sluice.Cli;

/// <summary>While it lives, Ctrl-C (and SIGTERM) ask a long job to end instead of ending the process.</summary>
sealed class Interruption : IDisposable
{
    readonly PosixSignalRegistration[] _registrations;
    volatile bool _isRequested;

    /// <summary>Begins to listen.</summary>
    public Interruption() =>
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Request), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Request)];

    /// <summary>Has the user had enough?</summary>
    public bool IsRequested => _isRequested;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    // A second signal finds nothing to ask for any more and ends the process, as it would have at once.
    void Request(PosixSignalContext context)
    {
        context.Cancel = !_isRequested;
        _isRequested = true;
    }
}
