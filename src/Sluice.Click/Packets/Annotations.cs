namespace Sluice.Click.Packets;

/// <summary>The annotations that every configuration knows, at Click's offsets. Several share bytes: they are never needed at once.</summary>
/// <remarks>Names and offsets: Click, packet_anno.hh.</remarks>
public static class Annotations
{
    /// <summary>Bytes of annotations that a packet carries.</summary>
    public const int Size = 48;

    /// <summary>The IPv4 address where the packet goes next, in network byte order.</summary>
    public static readonly Annotation Destination = new("DST_IP", 0, 4);

    /// <summary>The IPv6 address where the packet goes next.</summary>
    public static readonly Annotation Destination6 = new("DST_IP6", 0, 16);

    /// <summary>Rates and powers of a wireless link.</summary>
    public static readonly Annotation WifiExtra = new("WIFI_EXTRA", 16, 24);

    /// <summary>A colour: what Paint sets.</summary>
    public static readonly Annotation Paint = new("PAINT", 16, 1);

    /// <summary>Where an ICMP parameter problem message points.</summary>
    public static readonly Annotation IcmpParameterProblem = new("ICMP_PARAMPROB", 17, 1);

    /// <summary>Whether FixIPSrc must set the source address.</summary>
    public static readonly Annotation FixIPSource = new("FIX_IP_SRC", 19, 1);

    /// <summary>The tag of a VLAN, in network byte order.</summary>
    public static readonly Annotation VlanTag = new("VLAN_TCI", 20, 2);

    /// <summary>The number of the packet's aggregate.</summary>
    public static readonly Annotation Aggregate = new("AGGREGATE", 20, 4);

    /// <summary>The forward rate that IPRateMonitor found.</summary>
    public static readonly Annotation ForwardRate = new("FWD_RATE", 20, 4);

    /// <summary>An IPv4 address for any purpose.</summary>
    public static readonly Annotation MiscellaneousAddress = new("MISC_IP", 20, 4);

    /// <summary>Packets that this one stands for, beside itself.</summary>
    public static readonly Annotation ExtraPackets = new("EXTRA_PACKETS", 24, 4);

    /// <summary>The reverse rate that IPRateMonitor found.</summary>
    public static readonly Annotation ReverseRate = new("REV_RATE", 24, 4);

    /// <summary>Whether sending failed.</summary>
    public static readonly Annotation SendError = new("SEND_ERR", 26, 1);

    /// <summary>What IPReassembler keeps of a fragment.</summary>
    public static readonly Annotation Reassembler = new("IPREASSEMBLER", 28, 4);

    /// <summary>Bytes that this packet stands for, beside its own.</summary>
    public static readonly Annotation ExtraLength = new("EXTRA_LENGTH", 28, 4);

    /// <summary>When the first packet of those that this one stands for came.</summary>
    public static readonly Annotation FirstTimestamp = new("FIRST_TIMESTAMP", 32, 8);

    /// <summary>A packet's number.</summary>
    public static readonly Annotation PacketNumber = new("PACKET_NUMBER", 32, 4);

    /// <summary>The security parameters index.</summary>
    public static readonly Annotation IPsecParameters = new("IPSEC_SPI", 32, 4);

    /// <summary>A packet's number in its sequence.</summary>
    public static readonly Annotation SequenceNumber = new("SEQUENCE_NUMBER", 36, 4);

    /// <summary>A performance counter.</summary>
    public static readonly Annotation PerformanceCounter = new("PERFCTR", 40, 8);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Annotation> All { get; } =
    [
        Destination, Destination6, WifiExtra, Paint, IcmpParameterProblem, FixIPSource, VlanTag, Aggregate, ForwardRate,
        MiscellaneousAddress, ExtraPackets, ReverseRate, SendError, Reassembler, ExtraLength, FirstTimestamp, PacketNumber,
        IPsecParameters, SequenceNumber, PerformanceCounter,
    ];
}
