using System.Text;
using Sluice.Click.Arguments;
using Sluice.Click.Elements.Headers;
using Sluice.Click.Elements.Rewriting;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;
using Sluice.Packets;

namespace Sluice.Click.Elements.Flows;

/// <summary><c>AggregateIPFlows</c>: numbers TCP and UDP flows, and counts their packets and bytes. A packet's aggregate annotation is its flow's
/// number, its paint 0 in the direction of the first packet and 1 in the other. What is of no flow leaves at output 1, or is dropped.</summary>
sealed unsafe class AggregateIPFlows : SimpleElement
{
    const long Second = 1_000_000_000;

    readonly Dictionary<FlowId, CountedFlow> _flows = [];
    readonly Lock _lock = new();
    readonly List<CountedFlow> _due = [];
    long _tcpTimeout, _tcpDoneTimeout, _udpTimeout, _reap;
    bool _icmp;
    uint _last;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var tcp = arguments.Keyword("TCP_TIMEOUT", ArgumentTypes.Time, 24 * 3600 * Second);
        var tcpDone = arguments.Keyword("TCP_DONE_TIMEOUT", ArgumentTypes.Time, 30 * Second);
        var udp = arguments.Keyword("UDP_TIMEOUT", ArgumentTypes.Time, 60 * Second);
        var reap = arguments.Keyword("REAP", ArgumentTypes.Time, 1200 * Second);
        var icmp = arguments.Keyword("ICMP", ArgumentTypes.Bool);
        if (arguments.Complete())
            (_tcpTimeout, _tcpDoneTimeout, _udpTimeout, _reap, _icmp) = (tcp, tcpDone, udp, Math.Max(reap, Second), icmp);
    }

    /// <inheritdoc/>
    public override void Initialize() => new RouterTimer(this).ScheduleAfter(_reap);

    /// <inheritdoc/>
    public override void RunTimer(RouterTimer timer)
    {
        lock (_lock)
        {
            var now = Clock.Now;
            _due.Clear();
            foreach (var flow in _flows.Values)
            {
                if (IsOver(flow, now))
                    _due.Add(flow);
            }

            foreach (var flow in _due)
                _ = _flows.Remove(flow.Id);
        }

        timer.RescheduleAfter(_reap);
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not AggregateIPFlows other)
            return false;
        foreach (var (id, flow) in other._flows)
            _flows.Add(id, flow);
        _last = other._last;
        return true;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => _flows.Count, "flows that live");
        handlers.Read("total", () => _last, "flows that have been");
        handlers.Read("flows", Describe, "a line a flow: number, protocol, flow, packets and bytes in its direction, in the other, seconds that it took");
        handlers.Button("clear", _flows.Clear, "forgets all flows");
    }

    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        if (!IPPart.TryGet(packet, out var ip) || !TryGetFlow(packet, ip, out var id))
        {
            PushOrKill(1, packet);
            return default;
        }

        lock (_lock)
        {
            var now = Clock.Now;
            var isReply = !_flows.TryGetValue(id, out var flow) && _flows.TryGetValue(id.Reverse(), out flow);
            var ends = ip.Protocol == (byte)IpProtocol.Tcp && (TcpFlags)packet.TransportHeader[13] is var flags
                && (flags & (TcpFlags.Fin | TcpFlags.Rst)) != 0;
            if (flow is null || IsOver(flow, now))
            {
                if (flow is not null)
                    _ = _flows.Remove(flow.Id);
                (flow, isReply) = (new CountedFlow(id, ++_last, now), false);
                _flows.Add(id, flow);
            }

            flow.Add(isReply, ip.TotalLength, now);
            flow.IsDone |= ends;
            *(uint*)(packet.Annotations + Packets.Annotations.Aggregate.Offset) = flow.Number;
            packet.Paint = (byte)(isReply ? 1 : 0);
        }

        return packet;
    }

    bool TryGetFlow(Packet packet, IPv4View ip, out FlowId id)
    {
        var length = IPPart.TransportLength(packet, ip);
        switch ((IpProtocol)ip.Protocol)
        {
            case IpProtocol.Tcp when length >= TcpHeader.MinSize:
            case IpProtocol.Udp when length >= UdpHeader.Size:
                id = new FlowId(ip.SourceWord, ip.DestinationWord, *(uint*)packet.TransportHeader, ip.Protocol);
                return true;
            case IpProtocol.Icmp when _icmp && length >= IcmpHeader.Size:
                return ICMPPingRewriter.TryGetFlow(packet.TransportHeader, ip.SourceWord, ip.DestinationWord, out id);
            default:
                id = default;
                return false;
        }
    }

    bool IsOver(CountedFlow flow, long now) => now - flow.LastSeen > (flow.Id.Protocol == (byte)IpProtocol.Tcp
        ? flow.IsDone ? _tcpDoneTimeout : _tcpTimeout : _udpTimeout);

    string Describe()
    {
        var text = new StringBuilder();
        foreach (var flow in _flows.Values.OrderBy(static flow => flow.Number))
        {
            text.Append($"{flow.Number} {flow.Id.Protocol} {flow.Id} {flow.Packets.Forward} {flow.Bytes.Forward} ");
            text.Append($"{flow.Packets.Reply} {flow.Bytes.Reply} {(flow.LastSeen - flow.FirstSeen) / Second}\n");
        }

        return text.ToString();
    }
}
