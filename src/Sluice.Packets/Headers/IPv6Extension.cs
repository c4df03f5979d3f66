using System.Buffers.Binary;

namespace Sluice.Packets;

/// <summary>One IPv6 extension header (RFC 8200, section 4).</summary>
public readonly ref struct IPv6Extension
{
    /// <summary>Extension headers are multiples of this, except AH.</summary>
    public const int Unit = 8;

    internal IPv6Extension(IpProtocol kind, ReadOnlySpan<byte> bytes)
    {
        Kind = kind;
        Bytes = bytes;
    }

    /// <summary>What kind it is.</summary>
    public IpProtocol Kind { get; }

    /// <summary>The whole header.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>What follows it.</summary>
    public IpProtocol NextHeader => (IpProtocol)Bytes[0];

    /// <summary>Of a fragment header: where the payload belongs, in bytes; 0 for other kinds.</summary>
    public int FragmentOffset => Kind == IpProtocol.Fragment ? FragmentField & ~7 : 0;

    /// <summary>Of a fragment header: whether it is a piece of a datagram at all (RFC 6946 calls the rest atomic).
    /// </summary>
    public bool IsFragment => Kind == IpProtocol.Fragment && (FragmentField & ~6) != 0;

    int FragmentField => BinaryPrimitives.ReadUInt16BigEndian(Bytes[2..]);

    /// <summary>Whether <paramref name="protocol"/> is an extension header that can be walked over. ESP cannot: what it
    /// hides is encrypted.</summary>
    public static bool IsExtension(IpProtocol protocol) => protocol is IpProtocol.HopByHop or IpProtocol.Routing
        or IpProtocol.Fragment or IpProtocol.DestinationOptions or IpProtocol.Authentication or IpProtocol.Mobility
        or IpProtocol.Hip or IpProtocol.Shim6;

    /// <summary>Bytes that a header with these options takes, padded to a multiple of 8.</summary>
    /// <param name="optionsLength">Bytes of options.</param>
    public static int SizeWithOptions(int optionsLength) => (2 + optionsLength + Unit - 1) / Unit * Unit;

    /// <summary>Writes a hop-by-hop or destination options header (RFC 8200, sections 4.2, 4.3 and 4.6).</summary>
    /// <param name="target">Where to: <see cref="SizeWithOptions"/> bytes.</param>
    /// <param name="nextHeader">What follows.</param>
    /// <param name="options">Options, each as type, length, value; padding is added.</param>
    /// <exception cref="ArgumentOutOfRangeException">The header does not fit, or is longer than 2048 bytes.</exception>
    public static void WriteOptions(Span<byte> target, IpProtocol nextHeader, ReadOnlySpan<byte> options)
    {
        const byte PadN = 1;
        const int MaxSize = 256 * Unit;
        target = target[..SizeWithOptions(options.Length)];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(target.Length, MaxSize, nameof(options));
        target[0] = (byte)nextHeader;
        target[1] = (byte)(target.Length / Unit - 1);
        options.CopyTo(target[2..]);
        var padding = target[(2 + options.Length)..];
        padding.Clear(); // one byte of padding is Pad1, which is zero
        if (padding.Length > 1)
            (padding[0], padding[1]) = (PadN, (byte)(padding.Length - 2));
    }

    /// <summary>Writes a fragment header (RFC 8200, section 4.5).</summary>
    /// <param name="target">Where to: <see cref="Unit"/> bytes.</param>
    /// <param name="nextHeader">What follows in the whole datagram.</param>
    /// <param name="offset">Where the payload belongs, a multiple of 8 bytes.</param>
    /// <param name="moreFragments">Whether this is not the last.</param>
    /// <param name="identification">Common to all fragments of a datagram.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than <see cref="Unit"/> bytes.</exception>
    public static void WriteFragment(Span<byte> target, IpProtocol nextHeader, int offset, bool moreFragments, uint identification)
    {
        BinaryPrimitives.WriteUInt32BigEndian(target[4..], identification);
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)(offset & ~7 | (moreFragments ? 1 : 0)));
        target[0] = (byte)nextHeader;
        target[1] = 0;
    }

    /// <summary>A view over a header; false when it does not fit.</summary>
    internal static bool TryRead(IpProtocol kind, ReadOnlySpan<byte> bytes, out IPv6Extension extension)
    {
        extension = default;
        if (bytes.Length < Unit)
            return false;
        var length = kind switch
        {
            IpProtocol.Fragment => Unit,
            IpProtocol.Authentication => (bytes[1] + 2) * 4, // RFC 4302, section 2.2
            _ => (bytes[1] + 1) * Unit,
        };
        if (length > bytes.Length)
            return false;
        extension = new IPv6Extension(kind, bytes[..length]);
        return true;
    }
}
