using System.Buffers.Binary;

namespace Sluice.Packets;

/// <summary>The IPv6 segment routing header, SRH (RFC 8754, section 2).</summary>
public readonly ref struct SegmentRoutingHeader
{
    /// <summary>Bytes before the segment list.</summary>
    public const int FixedSize = 8;

    /// <summary>The routing type of an SRH.</summary>
    public const byte RoutingType = 4;

    readonly ReadOnlySpan<byte> _bytes;

    SegmentRoutingHeader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>What follows the header.</summary>
    public IpProtocol NextHeader => (IpProtocol)_bytes[0];

    /// <summary>Bytes of the header.</summary>
    public int HeaderLength => _bytes.Length;

    /// <summary>Index of the segment that the packet is on its way to.</summary>
    public byte SegmentsLeft => _bytes[3];

    /// <summary>Number of segments in the list.</summary>
    public int SegmentCount => _bytes[4] + 1;

    /// <summary>Flags; none is defined in RFC 8754.</summary>
    public byte Flags => _bytes[5];

    /// <summary>Marks packets of one class.</summary>
    public ushort Tag => BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]);

    /// <summary>The optional TLVs, in order.</summary>
    public SrhTlvs Tlvs => new(_bytes[(FixedSize + SegmentCount * IPv6Address.Size)..]);

    /// <summary>A segment as it lies in the header: 0 is the last of the path.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such segment.</exception>
    public IPv6Address this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)SegmentCount, nameof(index));
            return IPv6Address.Read(_bytes[(FixedSize + index * IPv6Address.Size)..]);
        }
    }

    /// <summary>A view over a routing header; false when it is not of type 4, or its list does not fit.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out SegmentRoutingHeader header)
    {
        header = default;
        if (!IPv6Extension.TryRead(IpProtocol.Routing, bytes, out var extension))
            return false;
        header = new SegmentRoutingHeader(extension.Bytes);
        return extension.Bytes[2] == RoutingType
            && FixedSize + header.SegmentCount * IPv6Address.Size <= extension.Bytes.Length
            && header.SegmentsLeft < header.SegmentCount;
    }

    /// <summary>Bytes that a header takes.</summary>
    /// <param name="segments">Number of segments.</param>
    /// <param name="tlvsLength">Bytes of TLVs, padding included.</param>
    public static int Size(int segments, int tlvsLength = 0) => FixedSize + segments * IPv6Address.Size + tlvsLength;

    /// <summary>Writes a header.</summary>
    /// <param name="target">Where to: <see cref="Size"/> bytes.</param>
    /// <param name="nextHeader">What follows.</param>
    /// <param name="path">The segments in the order of travel; the header holds them in reverse.</param>
    /// <param name="segmentsLeft">Segments still to be visited after the one under way.</param>
    /// <param name="tag">Marks packets of one class.</param>
    /// <param name="tlvs">TLVs, a multiple of 8 bytes with their padding.</param>
    /// <exception cref="ArgumentOutOfRangeException">The header does not fit, the path has no segment or more than 127, or
    /// fewer than <paramref name="segmentsLeft"/>, or the TLVs are no multiple of 8 bytes.</exception>
    public static void Write(
        Span<byte> target,
        IpProtocol nextHeader,
        ReadOnlySpan<IPv6Address> path,
        int segmentsLeft,
        ushort tag = 0,
        ReadOnlySpan<byte> tlvs = default)
    {
        const int MaxUnits = byte.MaxValue;
        ArgumentOutOfRangeException.ThrowIfZero(path.Length, nameof(path));
        ArgumentOutOfRangeException.ThrowIfNegative(segmentsLeft);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(segmentsLeft, path.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(tlvs.Length % IPv6Extension.Unit, 0, nameof(tlvs));
        var units = Size(path.Length, tlvs.Length) / IPv6Extension.Unit - 1;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(units, MaxUnits, nameof(path));
        target = target[..Size(path.Length, tlvs.Length)];
        target[0] = (byte)nextHeader;
        target[1] = (byte)units;
        target[2] = RoutingType;
        target[3] = (byte)segmentsLeft;
        target[4] = (byte)(path.Length - 1);
        target[5] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(target[6..], tag);
        for (var i = 0; i < path.Length; i++)
            path[^(i + 1)].WriteTo(target[(FixedSize + i * IPv6Address.Size)..]);
        tlvs.CopyTo(target[(FixedSize + path.Length * IPv6Address.Size)..]);
    }
}
