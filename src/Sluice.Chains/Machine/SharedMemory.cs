namespace Sluice.Chains.Machine;

/// <summary>The layout of the memory that functions and chains share while a packet is processed.</summary>
/// <remarks>The published <c>pkt_info</c> at the start of the shared memory area; <c>struct sluice_packet</c> of
/// bpf/include/sluice.h is the same. Offsets are bytes; numbers are in host order.</remarks>
public static class SharedMemory
{
    /// <summary>Bytes that chains reach.</summary>
    public const int Size = 4096;

    /// <summary>Where the payload offset (<c>dataoff</c>) stands, 32 bits.</summary>
    public const int PayloadOffset = 0;

    /// <summary>Where the offset of the link-layer header (<c>mhoff</c>) stands, 32 bits.</summary>
    public const int MacOffset = 4;

    /// <summary>Where the offset of the network header (<c>nhoff</c>) stands, 32 bits.</summary>
    public const int NetworkOffset = 8;

    /// <summary>Where the offset of the transport header (<c>thoff</c>) stands, 32 bits.</summary>
    public const int TransportOffset = 12;

    /// <summary>The offset of a header that the packet does not have; no access begins there or behind.</summary>
    public const int Unset = 0x3fff;

    /// <summary>Bytes of the cursor: its four offsets.</summary>
    public const int CursorSize = 16;

    /// <summary>Where native code notes that something behind the cursor was written, 64 bits; chains do not reach it.</summary>
    public const int UsedOffset = 4096;
}
