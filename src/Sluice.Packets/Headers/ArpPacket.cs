using System.Buffers.Binary;

namespace Sluice.Packets;

/// <summary>ARP for IPv4 over Ethernet (RFC 826).</summary>
public readonly ref struct ArpPacket
{
    /// <summary>Bytes of the packet.</summary>
    public const int Size = 28;

    /// <summary>Hardware type 1, protocol type 0x0800, address lengths 6 and 4.</summary>
    const ulong EthernetAndIPv4 = 0x0001_0800_0604;

    readonly ReadOnlySpan<byte> _bytes;

    ArpPacket(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>What it does.</summary>
    public ArpOperation Operation => (ArpOperation)BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]);

    /// <summary>The sender's MAC address.</summary>
    public MacAddress SenderMac => MacAddress.Read(_bytes[8..]);

    /// <summary>The sender's IPv4 address.</summary>
    public IPv4Address SenderAddress => IPv4Address.Read(_bytes[14..]);

    /// <summary>The target's MAC address, not known in a request.</summary>
    public MacAddress TargetMac => MacAddress.Read(_bytes[18..]);

    /// <summary>The target's IPv4 address.</summary>
    public IPv4Address TargetAddress => IPv4Address.Read(_bytes[24..]);

    /// <summary>A view over a packet; false when it is too short, or not for IPv4 over Ethernet.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ArpPacket packet)
    {
        packet = new ArpPacket(bytes);
        return bytes.Length >= Size && BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16 == EthernetAndIPv4;
    }

    /// <summary>Writes a packet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="Size"/> bytes.</exception>
    public static void Write(
        Span<byte> target,
        ArpOperation operation,
        MacAddress senderMac,
        IPv4Address senderAddress,
        MacAddress targetMac,
        IPv4Address targetAddress)
    {
        targetAddress.WriteTo(target[24..]);
        targetMac.WriteTo(target[18..]);
        senderAddress.WriteTo(target[14..]);
        senderMac.WriteTo(target[8..]);
        BinaryPrimitives.WriteUInt64BigEndian(target, EthernetAndIPv4 << 16 | (ushort)operation);
    }
}
