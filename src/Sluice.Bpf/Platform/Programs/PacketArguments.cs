namespace Sluice.Bpf.Platform;

/// <summary>May programs of a type hand memory of the packet to helpers?</summary>
/// <remarks>kernel/bpf/verifier.c, may_access_direct_pkt_data.</remarks>
public enum PacketArguments : byte
{
    /// <summary>No.</summary>
    None,

    /// <summary>To helpers with <see cref="Effects.TakesPacketMemory"/>.</summary>
    SomeHelpers,

    /// <summary>To all helpers.</summary>
    AllHelpers,
}
