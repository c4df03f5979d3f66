using System.Buffers.Binary;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Devices;

/// <summary>Does what the sender of a frame left to a network card: completes checksums, cuts segments. Within one machine, between
/// network namespaces for instance, no card ever does.</summary>
static class OffloadedFrame
{
    const int EthernetLength = 14;
    const int IPv6Length = 40;
    const int UdpLength = 8;
    const byte Udp = 17, Tcp = 6;
    const byte FinAndPush = 0x09, CongestionWindowReduced = 0x80;

    /// <summary>Makes packets of a frame.</summary>
    /// <param name="frame">The frame, from its Ethernet header on.</param>
    /// <param name="offload">What is left to do.</param>
    /// <param name="pool">Where packets come from; those that it has no more memory for are lost.</param>
    /// <param name="packets">Takes the packets.</param>
    /// <returns>Packets lost.</returns>
    public static int Finish(Span<byte> frame, OffloadHeader offload, PacketPool pool, ref PacketBatch packets)
    {
        var kind = (byte)(offload.Kind & ~OffloadHeader.CongestionBit);
        if (kind is OffloadHeader.TcpV4 or OffloadHeader.TcpV6 or OffloadHeader.Udp && offload.SegmentSize > 0
            && TryFindHeaders(frame, offload, kind, out var network, out var length) && frame.Length - length > offload.SegmentSize)
            return Cut(frame, network, offload.ChecksumStart, length, offload.SegmentSize, kind == OffloadHeader.Udp, pool, ref packets);
        var field = offload.ChecksumStart + offload.ChecksumOffset;
        if ((offload.Flags & OffloadHeader.NeedsChecksum) != 0 && field + 2 <= frame.Length)
        {
            // The sum of the pseudo header stands in the field already.
            var sum = InternetChecksum.Compute(frame[offload.ChecksumStart..]);
            BinaryPrimitives.WriteUInt16BigEndian(frame[field..], sum == 0 ? ushort.MaxValue : sum);
        }

        return Append(pool.Allocate(frame), ref packets);
    }

    static bool TryFindHeaders(ReadOnlySpan<byte> frame, OffloadHeader offload, byte kind, out int network, out int length)
    {
        (network, length) = (EthernetLength, 0);
        if (frame.Length < EthernetLength + IPv6Length)
            return false;
        while (BinaryPrimitives.ReadUInt16BigEndian(frame[(network - 2)..]) is 0x8100 or 0x88a8 && network + 4 + IPv6Length <= frame.Length)
            network += 4;
        var transport = offload.ChecksumStart;
        if (transport < network + 20 || transport + 20 > frame.Length)
            return false;
        length = transport + (kind == OffloadHeader.Udp ? UdpLength : (frame[transport + 12] >> 4) * 4);
        return length <= frame.Length;
    }

    static int Cut(ReadOnlySpan<byte> frame, int network, int transport, int headers, int size, bool isUdp, PacketPool pool, ref PacketBatch packets)
    {
        var lost = 0;
        var isV4 = frame[network] >> 4 == 4;
        for (int at = headers, index = 0; at < frame.Length; at += size, index++)
        {
            var payload = frame.Slice(at, Math.Min(size, frame.Length - at));
            var packet = pool.Allocate(headers + payload.Length);
            if (packet.IsNone)
            {
                lost++;
                continue;
            }

            var segment = packet.Span;
            frame[..headers].CopyTo(segment);
            payload.CopyTo(segment[headers..]);
            if (isV4)
                WriteIPv4(segment[network..transport], segment.Length - network, index);
            else
                BinaryPrimitives.WriteUInt16BigEndian(segment[(network + 4)..], (ushort)(segment.Length - network - IPv6Length));
            WriteTransport(segment, network, transport, isV4, isUdp, (uint)(at - headers), index == 0, at + size >= frame.Length);
            packets.Append(packet);
        }

        return lost;
    }

    static void WriteIPv4(Span<byte> header, int length, int index)
    {
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)length);
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)(BinaryPrimitives.ReadUInt16BigEndian(header[4..]) + index));
        header[10..12].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], InternetChecksum.Compute(header[..((header[0] & 15) * 4)]));
    }

    static void WriteTransport(Span<byte> segment, int network, int transport, bool isV4, bool isUdp, uint offset, bool isFirst, bool isLast)
    {
        var header = segment[transport..];
        if (isUdp)
            BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)header.Length);
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(header[4..], BinaryPrimitives.ReadUInt32BigEndian(header[4..]) + offset);
            header[13] &= (byte)((isLast ? 0xff : ~FinAndPush) & (isFirst ? 0xff : ~CongestionWindowReduced));
        }

        // RFC 793, RFC 8200: addresses, length, protocol.
        Span<byte> pseudo = stackalloc byte[IPv6Length];
        pseudo.Clear();
        var addresses = isV4 ? segment.Slice(network + 12, 8) : segment.Slice(network + 8, 32);
        addresses.CopyTo(pseudo);
        BinaryPrimitives.WriteUInt32BigEndian(pseudo[32..], (uint)header.Length);
        pseudo[39] = isUdp ? Udp : Tcp;
        var partial = InternetChecksum.Partial(pseudo);
        // What stands there is the sum of the whole frame's pseudo header.
        header.Slice(isUdp ? 6 : 16, 2).Clear();
        if (isUdp)
            TransportChecksum.WriteUdp(header, partial);
        else
            TransportChecksum.Write(header, 16, partial);
    }

    static int Append(Packet packet, ref PacketBatch packets)
    {
        if (packet.IsNone)
            return 1;
        packets.Append(packet);
        return 0;
    }
}
