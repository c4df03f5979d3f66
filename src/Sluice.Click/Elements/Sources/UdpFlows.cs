using Sluice.Click.Arguments;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Sources;

/// <summary><c>FastUDPFlows</c>: makes UDP datagrams of a number of flows, whose ports are random; after FLOWSIZE packets a flow gets new
/// ports.</summary>
/// <remarks>Its packets go by push or pull, where Click's are only pulled.</remarks>
sealed class UdpFlows : Generator
{
    byte[][] _frames = [];
    int[] _sent = [];
    int _flowSize;
    Func<ushort, ushort, byte[]> _build = static (_, _) => [];
    RouterRandom _random;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var rate = arguments.Mandatory("RATE", Scheduling.RateArguments.Packets);
        var limit = arguments.Mandatory("LIMIT", ArgumentTypes.Int64);
        var length = arguments.Mandatory("LENGTH", UdpFrame.Length);
        var sourceMac = arguments.Mandatory("SRCETH", ArgumentTypes.MacAddress);
        var source = arguments.Mandatory("SRCIP", ArgumentTypes.IPv4Address);
        var destinationMac = arguments.Mandatory("DSTETH", ArgumentTypes.MacAddress);
        var destination = arguments.Mandatory("DSTIP", ArgumentTypes.IPv4Address);
        var flows = arguments.Mandatory("FLOWS", ArgumentTypes.Range(1, 1 << 20));
        var flowSize = arguments.Mandatory("FLOWSIZE", ArgumentTypes.Range(1, int.MaxValue));
        var checksum = arguments.Optional("CHECKSUM", ArgumentTypes.Bool, true);
        var active = arguments.Optional("ACTIVE", ArgumentTypes.Bool, true);
        var stop = arguments.Keyword("STOP", ArgumentTypes.Bool);
        if (!arguments.Complete())
            return;
        _build = (from, to) => UdpFrame.Build(length, (sourceMac, destinationMac), (source, destination), (from, to), checksum);
        (_flowSize, _frames, _sent) = (flowSize, new byte[flows][], new int[flows]);
        (Limit, Burst, IsActive) = (limit, Router.Options.BatchSize, active);
        if (rate > 0)
            SetRate(rate);
        SetEnd(stop, "");
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        _random = Router.RandomOf(this);
        for (var flow = 0; flow < _frames.Length; flow++)
            Renew(flow);
        base.Initialize();
    }

    /// <inheritdoc/>
    protected override PacketBatch Make(int count, long now)
    {
        var batch = default(PacketBatch);
        for (; count > 0; count--)
        {
            var flow = _random.Next(_frames.Length);
            var packet = Pool.Allocate(_frames[flow]);
            if (packet.IsNone)
                break;
            packet.Timestamp = now;
            UdpFrame.Mark(packet);
            batch.Append(packet);
            if (++_sent[flow] >= _flowSize)
                Renew(flow);
        }

        return batch;
    }

    void Renew(int flow)
    {
        _frames[flow] = _build((ushort)(_random.Next(ushort.MaxValue) + 1), (ushort)(_random.Next(ushort.MaxValue) + 1));
        _sent[flow] = 0;
    }
}
