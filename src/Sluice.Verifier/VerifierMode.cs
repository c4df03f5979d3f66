namespace Sluice.Verifier;

/// <summary>What a proof is for.</summary>
public enum VerifierMode
{
    /// <summary>The in-process engine: memory safety and termination.</summary>
    Sluice,

    /// <summary>What Linux demands besides: its limits, its rules of alignment and pointers, its licences.</summary>
    Linux,
}
