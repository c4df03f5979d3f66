namespace Sluice.Packets;

/// <summary>Builds packets header by header, from the outside in, with the right lengths, types and checksums.</summary>
/// <remarks>For tests, examples and templates: each header is an object. What is built is checked by the header views and
/// by tcpdump in the tests of this room.</remarks>
/// <example><code>
/// byte[] query = new PacketBuilder()
///     .Ethernet("02:00:00:00:00:01", "02:00:00:00:00:02").Vlan(100)
///     .IPv4("192.0.2.1", "192.0.2.53", timeToLive: 32)
///     .Udp(40000, 53).Payload("hello"u8)
///     .ToArray();
/// </code></example>
public sealed partial class PacketBuilder
{
    PacketLayer? _innermost;
    int _length;
    int _minimum;

    /// <summary>Bytes of the packet.</summary>
    public int Length => Math.Max(_length, _minimum);

    /// <summary>Adds bytes.</summary>
    public PacketBuilder Payload(ReadOnlySpan<byte> bytes)
    {
        var copy = bytes.ToArray();
        return Add(new PacketLayer("payload", copy.Length, (target, _) => copy.CopyTo(target)));
    }

    /// <summary>Adds that many bytes that count 0, 1, 2, ..., 255, 0, ...</summary>
    public PacketBuilder Payload(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return Add(new PacketLayer("payload", length, (target, _) =>
        {
            for (var i = 0; i < length; i++)
                target[i] = (byte)i;
        }));
    }

    /// <summary>Makes the packet at least that long with zeros behind it, which no header counts: 60 for the shortest
    /// Ethernet frame.</summary>
    public PacketBuilder PadTo(int length)
    {
        _minimum = length;
        return this;
    }

    /// <summary>The packet as a new array.</summary>
    /// <exception cref="InvalidOperationException">Headers do not go together: one cannot announce the next, or a transport
    /// has no IP header.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length does not fit its field.</exception>
    public byte[] ToArray()
    {
        var packet = new byte[Length];
        Build(packet);
        return packet;
    }

    /// <summary>Writes the packet into memory of the caller's.</summary>
    /// <param name="target">At least <see cref="Length"/> bytes.</param>
    /// <returns>Bytes written, <see cref="Length"/>.</returns>
    /// <exception cref="ArgumentException">There is not enough room.</exception>
    /// <exception cref="InvalidOperationException">Headers do not go together: one cannot announce the next, or a transport
    /// has no IP header.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length does not fit its field.</exception>
    public int Build(Span<byte> target)
    {
        if (target.Length < Length)
            throw new ArgumentException($"{target.Length} bytes are not enough for a packet of {Length}.", nameof(target));
        target[_length..Length].Clear();
        var packet = target[.._length];
        var offset = _length;
        // From the inside out, so that lengths and checksums find what they cover.
        for (var layer = _innermost; layer is not null; layer = layer.Outer)
        {
            offset -= layer.Length;
            layer.Write(packet[offset..]);
        }

        return Length;
    }

    PacketBuilder Add(PacketLayer layer)
    {
        layer.Outer = _innermost;
        if (_innermost is not null)
            _innermost.Inner = layer;
        _innermost = layer;
        _length += layer.Length;
        return this;
    }
}
