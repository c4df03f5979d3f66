using System.Globalization;
using Sluice.Click.Arguments;
using Sluice.Click.Elements.Headers;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Rewriting;

/// <summary><c>IPRewriter(INPUTSPEC, ...)</c>, <c>TCPRewriter</c>, <c>UDPRewriter</c>: rewrite addresses and ports of TCP and UDP flows:
/// network address and port translation. Checksums are updated, not computed anew (RFC 1624).</summary>
/// <remarks>A later fragment, which has no ports, and other protocols are dropped but at an input that passes what it does not know.</remarks>
/// <param name="tcp">Whether it rewrites TCP.</param>
/// <param name="udp">Whether it rewrites UDP.</param>
sealed unsafe class TransportRewriter(bool tcp, bool udp) : RewriterElement
{
    const int FlagsOffset = 13;

    TransportTimeouts _timeouts = new();

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        base.AddHandlers(handlers);
        if (tcp)
            AddHandlers(handlers, "tcp", IpProtocol.Tcp);
        if (udp)
            AddHandlers(handlers, "udp", IpProtocol.Udp);
    }

    /// <inheritdoc/>
    protected override Action ReadTimeouts(ArgumentReader arguments)
    {
        var timeouts = new TransportTimeouts();
        if (tcp)
            timeouts = timeouts.ReadTcp(arguments);
        if (udp)
            timeouts = timeouts.ReadUdp(arguments, tcp ? "UDP_" : "");
        return () => _timeouts = timeouts;
    }

    /// <inheritdoc/>
    protected override long TimeoutOf(Flow flow) => _timeouts.Of(flow);

    /// <inheritdoc/>
    protected override long GuaranteeOf(Flow flow) =>
        flow.Original.Protocol == (byte)IpProtocol.Udp ? _timeouts.UdpGuarantee : _timeouts.TcpGuarantee;

    /// <inheritdoc/>
    protected override bool TryGetFlow(Packet packet, IPv4View ip, out FlowId id)
    {
        var protocol = ip.Protocol;
        var least = tcp && protocol == (byte)IpProtocol.Tcp ? TcpHeader.MinSize : udp && protocol == (byte)IpProtocol.Udp ? UdpHeader.Size : -1;
        if (least < 0 || IPPart.TransportLength(packet, ip) < least)
        {
            id = default;
            return false;
        }

        id = new FlowId(ip.SourceWord, ip.DestinationWord, *(uint*)packet.TransportHeader, protocol);
        return true;
    }

    /// <inheritdoc/>
    protected override void Apply(Packet packet, IPv4View ip, in FlowEntry entry)
    {
        var flow = entry.Flow;
        var change = entry.Change;
        var transport = packet.TransportHeader;
        ip.SourceWord = change.To.Source;
        ip.DestinationWord = change.To.Destination;
        ip.ChecksumWord = AddressChange.Update(ip.ChecksumWord, change.AddressDelta);
        *(uint*)transport = change.To.Ports;
        AddressChange.UpdateTransport(packet, ip, change.TransportDelta);
        if (SetsAnnotation)
            packet.DestinationWord = change.To.Destination;
        if (ip.Protocol == (byte)IpProtocol.Tcp)
        {
            NoteTcp(flow, entry.IsReply, (TcpFlags)transport[FlagsOffset], ip.TotalLength - ip.HeaderLength - (transport[12] >> 4) * 4);
            if (flow.Shift is { } shift)
                ShiftSequence(packet, ip, shift, entry.IsReply);
        }
        else
        {
            flow.State |= entry.IsReply ? FlowState.ReplyData : FlowState.ForwardData;
            flow.Packets = Math.Min(3, flow.Packets + 1);
        }
    }

    static void NoteTcp(Flow flow, bool isReply, TcpFlags flags, int payload)
    {
        if (flags.HasFlag(TcpFlags.Syn) && !flags.HasFlag(TcpFlags.Ack) && flow.State.HasFlag(FlowState.BothDone))
            flow.State = FlowState.None; // A new connection between the same ports.
        if (payload > 0)
            flow.State |= isReply ? FlowState.ReplyData : FlowState.ForwardData;
        if (flags.HasFlag(TcpFlags.Rst))
            flow.State |= FlowState.BothDone;
        else if (flags.HasFlag(TcpFlags.Fin))
            flow.State |= isReply ? FlowState.ReplyDone : FlowState.ForwardDone;
    }

    static void ShiftSequence(Packet packet, IPv4View ip, SequenceShift shift, bool isReply)
    {
        var sequence = (uint*)(packet.TransportHeader + 4);
        var number = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(shift.Sequence(isReply, IPv4View.Read32((byte*)sequence)));
        var delta = AddressChange.Delta(*sequence, number, 0);
        *sequence = number;
        if (((TcpFlags)packet.TransportHeader[FlagsOffset]).HasFlag(TcpFlags.Ack))
        {
            var acknowledgment = sequence + 1;
            number = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(
                shift.Acknowledgment(isReply, IPv4View.Read32((byte*)acknowledgment)));
            delta = AddressChange.Delta(*acknowledgment, number, delta);
            *acknowledgment = number;
        }

        AddressChange.UpdateTransport(packet, ip, delta);
    }

    void AddHandlers(HandlerTable handlers, string name, IpProtocol protocol)
    {
        handlers.Read($"{name}_table", () => Describe(flow => flow.Original.Protocol == (byte)protocol), $"mappings of {protocol}");
        handlers.ReadWith($"{name}_lookup", text => Lookup(text, protocol), "the mapping of a flow: SADDR SPORT DADDR DPORT");
    }

    string Lookup(string text, IpProtocol protocol)
    {
        var words = ArgumentText.SplitWords(text);
        if (words.Count != 4 || !IPv4Address.TryParse(words[0], out var source) || !IPv4Address.TryParse(words[2], out var destination)
            || !ushort.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var sourcePort)
            || !ushort.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out var destinationPort))
        {
            throw new HandlerException($"found `{text.Trim()}`, expected SADDR SPORT DADDR DPORT");
        }

        if (!TryFind(new FlowId(source, sourcePort, destination, destinationPort, (byte)protocol), out var entry))
            return "";
        var to = entry.Change.To;
        return $"{IPv4View.FromWord(to.Source)} {to.SourcePort} {IPv4View.FromWord(to.Destination)} {to.DestinationPort}";
    }
}
