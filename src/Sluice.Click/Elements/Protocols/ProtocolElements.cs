namespace Sluice.Click.Elements.Protocols;

/// <summary>Elements that speak ARP and ICMP, and those that know addresses.</summary>
static class ProtocolElements
{
    /// <summary>Their classes.</summary>
    public static readonly ElementClass[] Table =
    [
        new("AddressInfo", PortCodes.None, PortCodes.Agnostic, PortCodes.Complete, "AddressInfo(NAME ADDRESS..., ...)",
            "gives names to addresses", static () => new AddressInfo()),
        new("ARPPrint", PortCodes.One, PortCodes.Agnostic, PortCodes.Complete, "ARPPrint([LABEL, TIMESTAMP, ETHER, ACTIVE])",
            "prints ARP packets in the style of tcpdump", static () => new ARPPrint()),
        new("ARPQuerier", "2/1-2", PortCodes.Push, "xy/x",
            "ARPQuerier(IP, ETH [, TABLE, CAPACITY, ENTRY_CAPACITY, ENTRY_PACKET_CAPACITY, TIMEOUT, POLL_TIMEOUT, BROADCAST, BROADCAST_POLL])",
            "puts IP packets into Ethernet frames to addresses that it finds by ARP", static () => new ARPQuerier()),
        new("ARPResponder", PortCodes.OneOrTwo, PortCodes.AgnosticWithPush, PortCodes.Complete, "ARPResponder(IP/MASK... ETH, ... [, TIMESTAMP])",
            "answers ARP requests", static () => new ARPResponder()),
        new("ARPTable", PortCodes.None, PortCodes.Agnostic, PortCodes.Complete,
            "ARPTable([CAPACITY, ENTRY_CAPACITY, ENTRY_PACKET_CAPACITY, TIMEOUT])",
            "holds Ethernet addresses for several ARPQueriers", static () => new ARPTable()),
        new("ICMPError", PortCodes.One, PortCodes.Agnostic, PortCodes.Complete,
            "ICMPError(IPADDR, TYPE [, CODE, BADADDRS, MTU, PMTU, SET_FIX_ANNO])",
            "makes ICMP errors of packets that cause them", static () => new ICMPError()),
        new("ICMPPingEncap", PortCodes.One, PortCodes.Agnostic, PortCodes.Complete, "ICMPPingEncap(SRC, DST [, IDENTIFIER])",
            "makes packets the data of ICMP echo requests", static () => new ICMPPingEncap()),
        new("ICMPPingResponder", PortCodes.OneOrTwo, PortCodes.AgnosticWithPush, PortCodes.Complete, "ICMPPingResponder",
            "answers ICMP echo requests", static () => new ICMPPingResponder()),
        new("ICMPPingSource", "0-1/1", "h/a", PortCodes.Broken,
            "ICMPPingSource(SRC, DST [, INTERVAL, IDENTIFIER, LIMIT, STOP, DATA, ACTIVE, MIRROR, VERBOSE])",
            "sends ICMP echo requests, and sums up the answers", static () => new ICMPPingSource()),
    ];
}
