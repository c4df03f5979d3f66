namespace Sluice.Bpf.Platform;

/// <summary>What programs of a type may do with the packet itself.</summary>
/// <remarks>kernel/bpf/verifier.c, may_access_direct_pkt_data.</remarks>
public enum PacketAccess : byte
{
    /// <summary>Nothing: there is none, or helpers read it.</summary>
    None,

    /// <summary>Read it.</summary>
    Read,

    /// <summary>Read and write it.</summary>
    ReadWrite,
}
