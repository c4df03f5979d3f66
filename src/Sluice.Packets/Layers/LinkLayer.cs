using System.Buffers.Binary;

namespace Sluice.Packets;

/// <summary>Finds what a packet carries behind its link header and its tags.</summary>
static class LinkLayer
{
    const int SllSize = 16;
    const int SllProtocolOffset = 14;
    const int Sll2Size = 20;
    const int LoopbackSize = 4;
    const uint InternetFamily = 2;

    /// <summary>AF_INET6 of Linux, NetBSD, FreeBSD and macOS, as draft-ietf-opsawg-pcaplinktype lists them.</summary>
    static ReadOnlySpan<byte> InternetFamilies6 => [10, 24, 28, 30];

    /// <summary>Length of the link header, and what follows it.</summary>
    /// <returns>False when the link type is not known here or the header does not fit.</returns>
    public static bool TryRead(ReadOnlySpan<byte> packet, LinkType linkType, out EtherType type, out int length)
    {
        (type, length) = linkType switch
        {
            LinkType.Ethernet => ReadType(packet, EthernetHeader.Size - 2, EthernetHeader.Size),
            LinkType.Raw or LinkType.IPv4 or LinkType.IPv6 => (VersionType(packet), 0),
            LinkType.LinuxSll => ReadType(packet, SllProtocolOffset, SllSize),
            LinkType.LinuxSll2 => ReadType(packet, 0, Sll2Size),
            LinkType.Null or LinkType.Loop => (FamilyType(packet), LoopbackSize),
            _ => default,
        };
        return type != default && length <= packet.Length;
    }

    /// <summary>What the version in the first half byte of a packet says that it is; 0 for neither.</summary>
    public static EtherType VersionType(ReadOnlySpan<byte> packet) => (packet.IsEmpty ? 0 : packet[0] >> 4) switch
    {
        4 => EtherType.IPv4,
        6 => EtherType.IPv6,
        _ => default,
    };

    static (EtherType, int) ReadType(ReadOnlySpan<byte> packet, int offset, int size) =>
        packet.Length < size ? default : ((EtherType)BinaryPrimitives.ReadUInt16BigEndian(packet[offset..]), size);

    static EtherType FamilyType(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < LoopbackSize)
            return default;
        // The family is small: whichever order makes it so is the order of the host that captured.
        var family = BinaryPrimitives.ReadUInt32BigEndian(packet);
        family = Math.Min(family, BinaryPrimitives.ReverseEndianness(family));
        if (family == InternetFamily)
            return EtherType.IPv4;
        return family <= byte.MaxValue && InternetFamilies6.Contains((byte)family) ? EtherType.IPv6 : default;
    }
}
