using Sluice.Bpf.Engine;

namespace Sluice.Verifier.Attestations;

/// <summary>An attestation that is not accepted, or that cannot be made. Nothing may be loaded on its account.</summary>
public sealed class AttestationException(AttestationFault fault, string message) : LoadRefusedException(message)
{
    /// <summary>Why.</summary>
    public AttestationFault Fault { get; } = fault;
}
