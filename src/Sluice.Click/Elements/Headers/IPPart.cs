using System.Runtime.CompilerServices;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary>The IP header of marked packets and what follows it. The mark may be wrong by now: whoever reads asks here first.</summary>
static unsafe class IPPart
{
    /// <summary>The marked IP header.</summary>
    /// <returns>False where none is marked, or the packet ends before it does.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryGet(Packet packet, out IPv4View ip)
    {
        ip = new IPv4View(packet.NetworkHeader);
        if (!packet.HasNetworkHeader)
            return false;
        var room = packet.NetworkLength;
        return room >= IPv4View.MinSize && ip.HeaderLength >= IPv4View.MinSize && ip.HeaderLength <= room;
    }

    /// <summary>The marked IP header of a packet whose transport header is there, of that protocol, with at least so many bytes.</summary>
    public static bool TryGet(Packet packet, IpProtocol protocol, int bytes, out IPv4View ip) =>
        TryGet(packet, out ip) && ip.Protocol == (byte)protocol && TransportLength(packet, ip) >= bytes;

    /// <summary>Bytes of transport header and payload: what the IP header says, as far as they are there. 0 for a later fragment or when
    /// the lengths make no sense.</summary>
    public static int TransportLength(Packet packet, IPv4View ip)
    {
        if (!ip.IsFirstFragment || !packet.HasTransportHeader)
            return 0;
        var said = ip.TotalLength - packet.NetworkHeaderLength;
        return Math.Max(0, Math.Min(said, packet.TransportLength));
    }
}
