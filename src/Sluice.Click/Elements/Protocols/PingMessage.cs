using Sluice.Click.Elements.Headers;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Protocols;

/// <summary>ICMP echo requests.</summary>
static unsafe class PingMessage
{
    public const int HeaderSize = IPv4View.MinSize + IcmpHeader.Size;

    /// <summary>Puts IP and ICMP headers before a packet's data, and marks them; the packet is killed where there is no room.</summary>
    public static Packet Encapsulate(Packet packet, IPv4Address source, IPv4Address destination, ushort identifier, ushort number)
    {
        if (packet.Length > ushort.MaxValue - HeaderSize)
        {
            packet.Kill();
            return default;
        }

        packet = packet.Push(HeaderSize);
        if (packet.IsNone)
            return packet;
        var message = packet.Span[IPv4View.MinSize..];
        IcmpHeader.Write(message, (byte)IcmpType.Echo, 0, (uint)identifier << 16 | number);
        TransportChecksum.Write(message, IcmpHeader.ChecksumOffset, 0);
        var fields = new IPv4Fields(source, destination) { TimeToLive = byte.MaxValue, Identification = number };
        IPv4Header.Write(packet.Span, fields, IpProtocol.Icmp, message.Length);
        packet.SetNetworkHeader(packet.Data, IPv4View.MinSize);
        packet.Destination = destination;
        return packet;
    }
}
