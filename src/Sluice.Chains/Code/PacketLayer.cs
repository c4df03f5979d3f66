namespace Sluice.Chains.Code;

/// <summary>What offsets into a packet count from.</summary>
/// <remarks>
/// All but <see cref="Start"/> are the cursor that the loader sets for each packet and functions may move (the published
/// <c>pkt_info</c>; <see cref="Machine.SharedMemory"/>). A layer that the packet does not have is at
/// <see cref="Machine.SharedMemory.Unset"/>, and an access to it a fault.
/// </remarks>
public enum PacketLayer : byte
{
    /// <summary>The packet's first byte.</summary>
    Start,

    /// <summary>The link-layer header.</summary>
    Mac,

    /// <summary>The network header, behind the link-layer header and its VLAN tags.</summary>
    Network,

    /// <summary>The transport header, behind extension headers.</summary>
    Transport,

    /// <summary>What functions that parse further left as their place (<c>dataoff</c>).</summary>
    Payload,
}
