using System.Buffers.Binary;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary>Ethernet headers that elements keep as a template.</summary>
static unsafe class EtherFields
{
    public static ushort TypeOf(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt16BigEndian(header[12..]);

    public static void SetType(Span<byte> header, ushort type) => BinaryPrimitives.WriteUInt16BigEndian(header[12..], type);

    /// <summary>Puts a header before a packet and says where it is.</summary>
    public static Packet Encapsulate(Packet packet, ReadOnlySpan<byte> header)
    {
        packet = packet.Push(header.Length);
        if (packet.IsNone)
            return packet;
        header.CopyTo(packet.Span);
        packet.SetMacHeader(packet.Data);
        return packet;
    }

    /// <summary>The handlers <c>src</c> and <c>dst</c> of a template.</summary>
    public static void AddHandlers(HandlerTable handlers, byte[] header, Func<string, MacAddress> parse)
    {
        handlers.Read("src", () => EtherText.Of(MacAddress.Read(header.AsSpan(6))), "the source address");
        handlers.Write("src", text => parse(text).WriteTo(header.AsSpan(6)), "the source address");
        handlers.Read("dst", () => EtherText.Of(MacAddress.Read(header)), "the destination address");
        handlers.Write("dst", text => parse(text).WriteTo(header), "the destination address");
    }

    /// <summary>Exchanges source and destination of the header that lies there.</summary>
    public static void Mirror(byte* header)
    {
        var (low, high) = (*(uint*)header, *(ushort*)(header + 4));
        (*(uint*)header, *(ushort*)(header + 4)) = (*(uint*)(header + 6), *(ushort*)(header + 10));
        (*(uint*)(header + 6), *(ushort*)(header + 10)) = (low, high);
    }

    /// <summary>The packet type that a destination address means, for a station without address of its own.</summary>
    public static PacketType GroupOf(MacAddress destination) =>
        destination == MacAddress.Broadcast ? PacketType.Broadcast : destination.IsMulticast ? PacketType.Multicast : PacketType.Host;
}
