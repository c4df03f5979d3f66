using Sluice.Chains.Code;

namespace Sluice.Chains.Machine.Reference;

/// <summary>Ends the chains of a packet within the reference machine; it does not leave it.</summary>
sealed class ChainFault(FaultCause cause) : Exception
{
    public FaultCause Cause { get; } = cause;
}
