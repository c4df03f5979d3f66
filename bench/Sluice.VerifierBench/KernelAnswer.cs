namespace Sluice.VerifierBench;

/// <summary>What the running kernel says of a program.</summary>
/// <param name="Milliseconds">The least time of a load; null if it was not loaded.</param>
/// <param name="Refusal">Why it was not; empty if it was.</param>
/// <param name="IsVerdict">Did the kernel's verifier say it, and not what is missing to ask it?</param>
readonly record struct KernelAnswer(double? Milliseconds, string Refusal, bool IsVerdict)
{
    /// <summary>Does the kernel accept it?</summary>
    public bool IsAccepted => Milliseconds is not null;
}
