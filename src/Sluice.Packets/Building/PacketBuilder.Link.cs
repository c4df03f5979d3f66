namespace Sluice.Packets;

// Link headers, tags, labels and ARP.
public sealed partial class PacketBuilder
{
    /// <summary>Adds an Ethernet header, also inside VXLAN, GRE or IP.</summary>
    /// <param name="source">Sender.</param>
    /// <param name="destination">Receiver.</param>
    /// <param name="etherType">What follows, where the next header does not tell.</param>
    public PacketBuilder Ethernet(MacAddress source, MacAddress destination, EtherType? etherType = null) =>
        Add(new PacketLayer(
            "Ethernet",
            EthernetHeader.Size,
            (target, layer) => EthernetHeader.Write(target, destination, source, layer.InnerEtherType(etherType)))
        {
            EtherType = EtherType.TransparentEthernet,
            Protocol = IpProtocol.Ethernet,
        });

    /// <summary>Adds an Ethernet header.</summary>
    /// <param name="source">Sender, such as <c>02:00:00:00:00:01</c>.</param>
    /// <param name="destination">Receiver.</param>
    /// <param name="etherType">What follows, where the next header does not tell.</param>
    /// <exception cref="FormatException">An address is none.</exception>
    public PacketBuilder Ethernet(string source, string destination, EtherType? etherType = null) =>
        Ethernet(MacAddress.Parse(source), MacAddress.Parse(destination), etherType);

    /// <summary>Adds a VLAN tag. Of two in a row the outer one is a service tag, 0x88a8, unless told otherwise.</summary>
    /// <param name="id">The VLAN, 0 to 4095.</param>
    /// <param name="priority">Priority code point, 0 to 7.</param>
    /// <param name="dropEligible">May be dropped first when there is congestion.</param>
    /// <param name="service">Whether the tag is a service tag; null to decide by position.</param>
    /// <param name="etherType">What follows, where the next header does not tell.</param>
    public PacketBuilder Vlan(
        ushort id, byte priority = 0, bool dropEligible = false, bool? service = null, EtherType? etherType = null)
    {
        const string Name = "VLAN";
        ArgumentOutOfRangeException.ThrowIfGreaterThan(id, VlanTag.MaxId);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(priority, 7);
        return Add(new PacketLayer(
            Name, VlanTag.Size, (target, layer) => VlanTag.Write(target, id, layer.InnerEtherType(etherType), priority, dropEligible))
        {
            EtherType = service == true ? EtherType.ServiceVlan : EtherType.Vlan,
            EtherTypeAroundItself = service is null ? EtherType.ServiceVlan : null,
        });
    }

    /// <summary>Adds an entry of an MPLS label stack; the last one is marked as the bottom.</summary>
    /// <param name="label">The label, 20 bits.</param>
    /// <param name="timeToLive">Hops left.</param>
    /// <param name="trafficClass">0 to 7.</param>
    public PacketBuilder Mpls(uint label, byte timeToLive = 64, byte trafficClass = 0)
    {
        const string Name = "MPLS";
        ArgumentOutOfRangeException.ThrowIfGreaterThan(label, MplsLabel.MaxLabel);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(trafficClass, 7);
        return Add(new PacketLayer(
            Name, MplsLabel.Size, (target, layer) => MplsLabel.Write(target, label, layer.Inner?.Name != Name, timeToLive, trafficClass))
        {
            EtherType = EtherType.Mpls,
            Protocol = IpProtocol.Mpls,
        });
    }

    /// <summary>Adds an ARP packet for IPv4 over Ethernet.</summary>
    /// <param name="operation">Request or reply.</param>
    /// <param name="senderMac">The sender's MAC address.</param>
    /// <param name="senderAddress">The sender's IPv4 address.</param>
    /// <param name="targetMac">The target's MAC address; in a request all zeros.</param>
    /// <param name="targetAddress">The target's IPv4 address.</param>
    public PacketBuilder Arp(
        ArpOperation operation, MacAddress senderMac, IPv4Address senderAddress, MacAddress targetMac, IPv4Address targetAddress) =>
        Add(new PacketLayer(
            "ARP",
            ArpPacket.Size,
            (target, _) => ArpPacket.Write(target, operation, senderMac, senderAddress, targetMac, targetAddress))
        {
            EtherType = EtherType.Arp,
        });
}
