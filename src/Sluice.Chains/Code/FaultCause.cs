namespace Sluice.Chains.Code;

/// <summary>Why a chain was ended with XDP_ABORTED. The numbers are those of the counters.</summary>
public enum FaultCause : byte
{
    /// <summary>It returned to its loader without a verdict.</summary>
    NoVerdict = 0,

    /// <summary>It accessed bytes outside the packet, or a header that the packet does not have.</summary>
    Packet = 1,

    /// <summary>It executed more instructions than a packet is worth.</summary>
    Budget = 2,

    /// <summary>Chains called each other too deep.</summary>
    Nesting = 3,

    /// <summary>It accessed memory outside the regions of a chain, or uninitialised.</summary>
    Memory = 4,

    /// <summary>It holds an instruction that the machine does not know.</summary>
    Instruction = 5,

    /// <summary>The chain called does not exist.</summary>
    UnknownChain = 6,

    /// <summary>The function called does not exist.</summary>
    UnknownFunction = 7,
}
