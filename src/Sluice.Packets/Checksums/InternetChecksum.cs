using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sluice.Packets;

/// <summary>The checksum of IP, TCP, UDP, ICMP and GRE (RFC 1071), and its incremental update (RFC 1624).</summary>
/// <remarks>A <em>partial sum</em> is the one's complement sum of 16-bit words as they lie in memory, in 32 bits not yet
/// folded: what Linux calls <c>__wsum</c> and what <c>bpf_csum_diff</c> takes and gives. Partial sums of pieces of even
/// length add up with <see cref="Add"/>. A <em>checksum</em> is the number of the header field in host order, as header
/// views show it.</remarks>
public static class InternetChecksum
{
    /// <summary>Lanes of 32 bits take two 16-bit words in each step: they cannot overflow within this many bytes.
    /// </summary>
    const int VectorChunk = 1 << 19;

    /// <summary>The checksum of <paramref name="data"/>, its own field taken as it is (0 when computing).</summary>
    public static ushort Compute(ReadOnlySpan<byte> data) => Finish(Partial(data));

    /// <summary>Whether <paramref name="data"/> with its checksum in place sums up to all ones, as it must.</summary>
    /// <param name="data">The bytes covered.</param>
    /// <param name="partial">Partial sum of what else is covered: a pseudo-header.</param>
    public static bool IsValid(ReadOnlySpan<byte> data, uint partial = 0) => Fold(Partial(data, partial)) == ushort.MaxValue;

    /// <summary>Partial sum of <paramref name="data"/>; an odd last byte is followed by a zero (RFC 1071, section 1).
    /// </summary>
    /// <param name="data">The bytes, beginning at an even offset of what is summed.</param>
    /// <param name="partial">Partial sum of what came before.</param>
    public static uint Partial(ReadOnlySpan<byte> data, uint partial = 0)
    {
        ulong sum = partial;
        while (data.Length >= Vector<byte>.Count * 2)
        {
            var chunk = data[..Math.Min(data.Length & -Vector<byte>.Count, VectorChunk)];
            sum += SumVectors(chunk);
            data = data[chunk.Length..];
        }

        ref var start = ref MemoryMarshal.GetReference(data);
        var i = 0;
        for (; i <= data.Length - sizeof(uint); i += sizeof(uint))
            sum += Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, i));
        if ((data.Length & 2) != 0)
        {
            sum += Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref start, i));
            i += sizeof(ushort);
        }

        if ((data.Length & 1) != 0)
            sum += BitConverter.IsLittleEndian ? data[i] : (uint)data[i] << 8;
        return Fold64(sum);
    }

    /// <summary>Sum of two partial sums.</summary>
    public static uint Add(uint partial, uint other) => Fold64((ulong)partial + other);

    /// <summary>Partial sum of what remains when a piece with partial sum <paramref name="other"/> is taken out.</summary>
    public static uint Subtract(uint partial, uint other) => Add(partial, ~other);

    /// <summary>The partial sum in 16 bits, as it lies in memory, not complemented.</summary>
    public static ushort Fold(uint partial)
    {
        partial = (partial & 0xffff) + (partial >> 16);
        return (ushort)(partial + (partial >> 16));
    }

    /// <summary>The checksum that a partial sum gives.</summary>
    public static ushort Finish(uint partial) => ToHost((ushort)~Fold(partial));

    /// <summary>The checksum after a 16-bit field of what it covers has changed (RFC 1624, equation 3).</summary>
    /// <param name="checksum">The checksum before, host order.</param>
    /// <param name="from">The field before, host order.</param>
    /// <param name="to">The field after, host order.</param>
    public static ushort Update(ushort checksum, ushort from, ushort to) =>
        (ushort)~Fold((uint)(ushort)~checksum + (ushort)~from + to);

    /// <summary>The checksum after a 32-bit field, such as an IPv4 address, has changed.</summary>
    /// <param name="checksum">The checksum before, host order.</param>
    /// <param name="from">The field before, host order.</param>
    /// <param name="to">The field after, host order.</param>
    public static ushort Update(ushort checksum, uint from, uint to) =>
        Update(Update(checksum, (ushort)(from >> 16), (ushort)(to >> 16)), (ushort)from, (ushort)to);

    /// <summary>Partial sum of the pseudo-header of TCP and UDP over IPv4 (RFC 9293, section 3.1; RFC 768).</summary>
    /// <param name="source">Source address.</param>
    /// <param name="destination">Final destination.</param>
    /// <param name="protocol">Protocol number of the transport.</param>
    /// <param name="length">Bytes of transport header and payload.</param>
    public static uint PseudoHeader(IPv4Address source, IPv4Address destination, IpProtocol protocol, int length)
    {
        Span<byte> header = stackalloc byte[12];
        destination.WriteTo(header[4..]);
        source.WriteTo(header);
        header[8] = 0;
        header[9] = (byte)protocol;
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], (ushort)length);
        return Partial(header);
    }

    /// <summary>Partial sum of the pseudo-header of TCP, UDP and ICMPv6 over IPv6 (RFC 8200, section 8.1).</summary>
    /// <param name="source">Source address.</param>
    /// <param name="destination">Final destination: with a routing header its last segment.</param>
    /// <param name="protocol">Protocol number of the transport.</param>
    /// <param name="length">Bytes of transport header and payload.</param>
    public static uint PseudoHeader(in IPv6Address source, in IPv6Address destination, IpProtocol protocol, int length)
    {
        Span<byte> header = stackalloc byte[40];
        destination.WriteTo(header[16..]);
        source.WriteTo(header);
        BinaryPrimitives.WriteInt32BigEndian(header[32..], length);
        BinaryPrimitives.WriteInt32BigEndian(header[36..], (byte)protocol);
        return Partial(header);
    }

    static ulong SumVectors(ReadOnlySpan<byte> chunk)
    {
        var words = MemoryMarshal.Cast<byte, uint>(chunk);
        var low = Vector<uint>.Zero;
        var high = Vector<uint>.Zero;
        var mask = new Vector<uint>(ushort.MaxValue);
        for (; words.Length >= Vector<uint>.Count; words = words[Vector<uint>.Count..])
        {
            var vector = new Vector<uint>(words);
            low += vector & mask;
            high += vector >>> 16;
        }

        // 2¹⁶ is 1 in one's complement: high and low words of a 32-bit lane weigh the same.
        Vector.Widen(low, out var a, out var b);
        Vector.Widen(high, out var c, out var d);
        return Vector.Sum(a + b + c + d);
    }

    static uint Fold64(ulong sum)
    {
        sum = (sum & uint.MaxValue) + (sum >> 32);
        return (uint)(sum + (sum >> 32));
    }

    static ushort ToHost(ushort memoryOrder) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(memoryOrder) : memoryOrder;
}
