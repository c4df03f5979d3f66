using System.Runtime.InteropServices;

namespace Sluice.Click.Elements.Devices;

/// <summary><c>struct virtio_net_hdr</c>: what the sender left for a network card to do, which here nobody did.</summary>
/// <remarks>linux/virtio_net.h; packet sockets give it with PACKET_VNET_HDR, in the machine's byte order.</remarks>
[StructLayout(LayoutKind.Sequential, Pack = 2)]
struct OffloadHeader
{
    /// <summary>Its size in bytes.</summary>
    public const int Size = 10;

    /// <summary>VIRTIO_NET_HDR_F_NEEDS_CSUM: the checksum covers only the pseudo header so far.</summary>
    public const byte NeedsChecksum = 1;

    /// <summary>VIRTIO_NET_HDR_GSO_TCPV4, and TCPV6, and UDP_L4.</summary>
    public const byte TcpV4 = 1, TcpV6 = 4, Udp = 5;

    /// <summary>VIRTIO_NET_HDR_GSO_ECN.</summary>
    public const byte CongestionBit = 0x80;

    /// <summary>Flags.</summary>
    public byte Flags;

    /// <summary>How it is to be cut into segments; 0 for not at all.</summary>
    public byte Kind;

    /// <summary>Bytes of headers; a hint only.</summary>
    public ushort HeaderLength;

    /// <summary>Bytes of payload in a segment.</summary>
    public ushort SegmentSize;

    /// <summary>Where the checksum starts.</summary>
    public ushort ChecksumStart;

    /// <summary>Where it belongs, from there.</summary>
    public ushort ChecksumOffset;
}
