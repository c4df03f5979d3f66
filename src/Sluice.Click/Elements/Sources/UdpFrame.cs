using Sluice.Click.Arguments;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Sources;

/// <summary>UDP datagrams over IPv4 and Ethernet that generators make.</summary>
static unsafe class UdpFrame
{
    const int EthernetSize = 14, IPv4Size = 20, UdpSize = 8, Least = 60;

    /// <summary>A frame's length: 60 to 1500 bytes, as Click's generators have it.</summary>
    public static readonly ArgumentType<int> Length = ArgumentTypes.Range(Least, 1500);

    /// <summary>Builds one, filled up with bytes that count.</summary>
    public static byte[] Build(int length, (MacAddress Source, MacAddress Destination) macs, (IPv4Address Source, IPv4Address Destination) addresses,
        (ushort Source, ushort Destination) ports, bool checksum) =>
        new PacketBuilder().Ethernet(macs.Source, macs.Destination).IPv4(addresses.Source.ToString(), addresses.Destination.ToString())
            .Udp(ports.Source, ports.Destination, checksum).Payload(length - EthernetSize - IPv4Size - UdpSize).ToArray();

    /// <summary>Says where the packet's headers are.</summary>
    public static void Mark(Packet packet)
    {
        packet.SetMacHeader(packet.Data);
        packet.SetNetworkHeader(packet.Data + EthernetSize, IPv4Size);
    }
}
