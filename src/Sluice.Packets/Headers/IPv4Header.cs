using System.Buffers.Binary;

namespace Sluice.Packets;

/// <summary>An IPv4 header with its options (RFC 791).</summary>
public readonly ref struct IPv4Header
{
    /// <summary>Bytes of a header without options.</summary>
    public const int MinSize = 20;

    /// <summary>Most bytes of options.</summary>
    public const int MaxOptions = 40;

    readonly ReadOnlySpan<byte> _bytes;

    IPv4Header(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Bytes of the header, options included.</summary>
    public int HeaderLength => (_bytes[0] & 0xf) * 4;

    /// <summary>Differentiated services code point (RFC 2474).</summary>
    public byte Dscp => (byte)(_bytes[1] >> 2);

    /// <summary>Explicit congestion notification (RFC 3168).</summary>
    public byte Ecn => (byte)(_bytes[1] & 3);

    /// <summary>Bytes of header and payload, as the field says.</summary>
    public ushort TotalLength => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    /// <summary>Common to all fragments of a datagram.</summary>
    public ushort Identification => BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);

    /// <summary>DF.</summary>
    public bool DontFragment => (FragmentField & 0x4000) != 0;

    /// <summary>MF.</summary>
    public bool MoreFragments => (FragmentField & 0x2000) != 0;

    /// <summary>Where the payload belongs in the datagram, in bytes.</summary>
    public int FragmentOffset => (FragmentField & 0x1fff) * 8;

    /// <summary>Whether it is only a piece of a datagram.</summary>
    public bool IsFragment => (FragmentField & 0x3fff) != 0;

    /// <summary>Hops left.</summary>
    public byte TimeToLive => _bytes[8];

    /// <summary>What follows.</summary>
    public IpProtocol Protocol => (IpProtocol)_bytes[9];

    /// <summary>Checksum of the header.</summary>
    public ushort Checksum => BinaryPrimitives.ReadUInt16BigEndian(_bytes[10..]);

    /// <summary>Whether the checksum agrees with the header.</summary>
    public bool IsChecksumValid => InternetChecksum.IsValid(_bytes[..HeaderLength]);

    /// <summary>Sender.</summary>
    public IPv4Address Source => IPv4Address.Read(_bytes[12..]);

    /// <summary>Receiver.</summary>
    public IPv4Address Destination => IPv4Address.Read(_bytes[16..]);

    /// <summary>The options, raw.</summary>
    public ReadOnlySpan<byte> Options => _bytes[MinSize..HeaderLength];

    /// <summary>What follows the header, as far as <see cref="TotalLength"/> says and bytes are there: without Ethernet
    /// padding, and shorter than it says when the capture was cut.</summary>
    /// <remarks>A total length of 0 means that the sender's card was to fill it in (segmentation offload): then it is
    /// everything there is.</remarks>
    public ReadOnlySpan<byte> Payload =>
        _bytes[HeaderLength..(TotalLength == 0 ? _bytes.Length : Math.Clamp(TotalLength, HeaderLength, _bytes.Length))];

    ushort FragmentField => BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]);

    /// <summary>A view over a packet; false when the version is not 4 or the header does not fit.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out IPv4Header header)
    {
        header = new IPv4Header(bytes);
        return bytes.Length >= MinSize && bytes[0] >> 4 == 4 && header.HeaderLength >= MinSize && header.HeaderLength <= bytes.Length;
    }

    /// <summary>Writes a header and its checksum.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="fields">The fields.</param>
    /// <param name="protocol">What follows.</param>
    /// <param name="payloadLength">Bytes that follow.</param>
    /// <param name="options">Options, a multiple of 4 bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The header does not fit, or the packet is longer than 65 535 bytes.
    /// </exception>
    public static void Write(
        Span<byte> target, in IPv4Fields fields, IpProtocol protocol, int payloadLength, ReadOnlySpan<byte> options = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Length, MaxOptions, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNotEqual(options.Length % 4, 0, nameof(options));
        var length = MinSize + options.Length;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payloadLength, ushort.MaxValue - length);
        target = target[..length];
        target[0] = (byte)(4 << 4 | length / 4);
        target[1] = (byte)(fields.Dscp << 2 | fields.Ecn & 3);
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)(length + payloadLength));
        BinaryPrimitives.WriteUInt16BigEndian(target[4..], fields.Identification);
        var flags = (fields.DontFragment ? 0x4000 : 0) | (fields.MoreFragments ? 0x2000 : 0);
        BinaryPrimitives.WriteUInt16BigEndian(target[6..], (ushort)(flags | fields.FragmentOffset / 8 & 0x1fff));
        target[8] = fields.TimeToLive;
        target[9] = (byte)protocol;
        BinaryPrimitives.WriteUInt16BigEndian(target[10..], 0);
        fields.Source.WriteTo(target[12..]);
        fields.Destination.WriteTo(target[16..]);
        options.CopyTo(target[MinSize..]);
        BinaryPrimitives.WriteUInt16BigEndian(target[10..], InternetChecksum.Compute(target));
    }
}
