using Sluice.Click.Arguments;
using Sluice.Click.Elements.Headers;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Rewriting;

/// <summary><c>ICMPPingRewriter(INPUTSPEC, ...)</c>: rewrites addresses and identifiers of ICMP echo requests, and of their replies. A pattern's
/// source port is the identifier.</summary>
sealed unsafe class ICMPPingRewriter : RewriterElement
{
    long _timeout;
    long _guarantee;

    /// <inheritdoc/>
    protected override Action ReadTimeouts(ArgumentReader arguments)
    {
        var timeout = arguments.Keyword("TIMEOUT", ArgumentTypes.Time, 300 * Second);
        var guarantee = arguments.Keyword("GUARANTEE", ArgumentTypes.Time, 5 * Second);
        return () => (_timeout, _guarantee) = (timeout, guarantee);
    }

    /// <inheritdoc/>
    protected override long TimeoutOf(Flow flow) => _timeout;

    /// <inheritdoc/>
    protected override long GuaranteeOf(Flow flow) => _guarantee;

    /// <inheritdoc/>
    protected override bool TryGetFlow(Packet packet, IPv4View ip, out FlowId id)
    {
        id = default;
        if (ip.Protocol != (byte)IpProtocol.Icmp || IPPart.TransportLength(packet, ip) < IcmpHeader.Size)
            return false;
        var icmp = packet.TransportHeader;
        return TryGetFlow(icmp, ip.SourceWord, ip.DestinationWord, out id);
    }

    /// <summary>The flow of a ping: its identifier is a port of the one who asks, the other's is 0.</summary>
    public static bool TryGetFlow(byte* icmp, uint source, uint destination, out FlowId id)
    {
        var identifier = IPv4View.Read16(icmp + 4);
        var isRequest = icmp[0] == (byte)IcmpType.Echo;
        id = new FlowId(source, destination, isRequest ? FlowId.PortsOf(identifier, 0) : FlowId.PortsOf(0, identifier), (byte)IpProtocol.Icmp);
        return isRequest || icmp[0] == (byte)IcmpType.EchoReply;
    }

    /// <inheritdoc/>
    protected override bool CanBegin(Packet packet) => packet.TransportHeader[0] == (byte)IcmpType.Echo;

    /// <inheritdoc/>
    protected override void Apply(Packet packet, IPv4View ip, in FlowEntry entry)
    {
        var change = entry.Change;
        ip.SourceWord = change.To.Source;
        ip.DestinationWord = change.To.Destination;
        ip.ChecksumWord = AddressChange.Update(ip.ChecksumWord, change.AddressDelta);
        SetIdentifier(packet.TransportHeader, change.To);
        if (SetsAnnotation)
            packet.DestinationWord = change.To.Destination;
    }

    /// <summary>Sets the identifier of a ping to that of a flow.</summary>
    public static void SetIdentifier(byte* icmp, in FlowId to)
    {
        var identifier = (ushort*)(icmp + 4);
        var wanted = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(
            icmp[0] == (byte)IcmpType.Echo ? to.SourcePort : to.DestinationPort);
        var checksum = (ushort*)(icmp + IcmpHeader.ChecksumOffset);
        *checksum = InternetChecksum.Update(*checksum, *identifier, wanted);
        *identifier = wanted;
    }
}
