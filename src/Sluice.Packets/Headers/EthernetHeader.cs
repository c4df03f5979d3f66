using System.Buffers.Binary;

namespace Sluice.Packets;

/// <summary>An Ethernet II header, without preamble and frame check.</summary>
public readonly ref struct EthernetHeader
{
    /// <summary>Bytes of the header.</summary>
    public const int Size = 14;

    readonly ReadOnlySpan<byte> _bytes;

    EthernetHeader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Receiver.</summary>
    public MacAddress Destination => MacAddress.Read(_bytes);

    /// <summary>Sender.</summary>
    public MacAddress Source => MacAddress.Read(_bytes[6..]);

    /// <summary>What follows; up to 1500 the length of an IEEE 802.3 frame.</summary>
    public EtherType EtherType => (EtherType)BinaryPrimitives.ReadUInt16BigEndian(_bytes[12..]);

    /// <summary>Everything after the header, padding included.</summary>
    public ReadOnlySpan<byte> Payload => _bytes[Size..];

    /// <summary>A view over a frame; false when it is shorter than the header.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out EthernetHeader header)
    {
        header = new EthernetHeader(bytes);
        return bytes.Length >= Size;
    }

    /// <summary>Writes a header.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="Size"/> bytes.</exception>
    public static void Write(Span<byte> target, MacAddress destination, MacAddress source, EtherType etherType)
    {
        BinaryPrimitives.WriteUInt16BigEndian(target[12..], (ushort)etherType);
        source.WriteTo(target[6..]);
        destination.WriteTo(target);
    }
}
