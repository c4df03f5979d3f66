using System.Buffers.Binary;

namespace Sluice.Packets;

/// <summary>The fixed IPv6 header (RFC 8200, section 3).</summary>
public readonly ref struct IPv6Header
{
    /// <summary>Bytes of the header.</summary>
    public const int Size = 40;

    readonly ReadOnlySpan<byte> _bytes;

    IPv6Header(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Differentiated services code point (RFC 2474).</summary>
    public byte Dscp => (byte)(Word >> 22 & 0x3f);

    /// <summary>Explicit congestion notification (RFC 3168).</summary>
    public byte Ecn => (byte)(Word >> 20 & 3);

    /// <summary>Flow label, 20 bits (RFC 6437).</summary>
    public uint FlowLabel => Word & 0xfffff;

    /// <summary>Bytes after the header, extension headers included, as the field says.</summary>
    public ushort PayloadLength => BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);

    /// <summary>What follows: an extension header or a transport.</summary>
    public IpProtocol NextHeader => (IpProtocol)_bytes[6];

    /// <summary>Hops left.</summary>
    public byte HopLimit => _bytes[7];

    /// <summary>Sender.</summary>
    public IPv6Address Source => IPv6Address.Read(_bytes[8..]);

    /// <summary>Receiver; with a routing header the next segment.</summary>
    public IPv6Address Destination => IPv6Address.Read(_bytes[24..]);

    /// <summary>What follows the header, as far as <see cref="PayloadLength"/> says and bytes are there.</summary>
    /// <remarks>A payload length of 0 means a jumbogram (RFC 2675), or a sender whose card was to fill it in: then it is
    /// everything there is.</remarks>
    public ReadOnlySpan<byte> Payload =>
        _bytes[Size..(PayloadLength == 0 ? _bytes.Length : Math.Min(Size + PayloadLength, _bytes.Length))];

    /// <summary>The extension headers, in order.</summary>
    public IPv6Extensions Extensions => new(NextHeader, Payload);

    uint Word => BinaryPrimitives.ReadUInt32BigEndian(_bytes);

    /// <summary>A view over a packet; false when the version is not 6 or the header does not fit.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out IPv6Header header)
    {
        header = new IPv6Header(bytes);
        return bytes.Length >= Size && bytes[0] >> 4 == 6;
    }

    /// <summary>Writes a header.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="fields">The fields.</param>
    /// <param name="nextHeader">What follows.</param>
    /// <param name="payloadLength">Bytes that follow.</param>
    /// <exception cref="ArgumentOutOfRangeException">The header does not fit, or more than 65 535 bytes follow.</exception>
    public static void Write(Span<byte> target, in IPv6Fields fields, IpProtocol nextHeader, int payloadLength)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payloadLength, ushort.MaxValue);
        fields.Destination.WriteTo(target[24..]);
        fields.Source.WriteTo(target[8..]);
        var word = 6u << 28 | (uint)(fields.Dscp & 0x3f) << 22 | (uint)(fields.Ecn & 3) << 20 | fields.FlowLabel & 0xfffff;
        BinaryPrimitives.WriteUInt32BigEndian(target, word);
        BinaryPrimitives.WriteUInt16BigEndian(target[4..], (ushort)payloadLength);
        target[6] = (byte)nextHeader;
        target[7] = fields.HopLimit;
    }
}
