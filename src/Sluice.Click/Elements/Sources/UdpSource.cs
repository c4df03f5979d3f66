using Sluice.Click.Arguments;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Sources;

/// <summary><c>FastUDPSource</c>: makes copies of one UDP datagram over IPv4 and Ethernet, at a rate.</summary>
/// <remarks>Its packets go by push or pull, where Click's are only pulled.</remarks>
sealed class UdpSource : Generator
{
    byte[] _frame = [];

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var rate = arguments.Mandatory("RATE", Scheduling.RateArguments.Packets);
        var limit = arguments.Mandatory("LIMIT", ArgumentTypes.Int64);
        var length = arguments.Mandatory("LENGTH", UdpFrame.Length);
        var sourceMac = arguments.Mandatory("SRCETH", ArgumentTypes.MacAddress);
        var source = arguments.Mandatory("SRCIP", ArgumentTypes.IPv4Address);
        var sourcePort = arguments.Mandatory("SPORT", ArgumentTypes.Port);
        var destinationMac = arguments.Mandatory("DSTETH", ArgumentTypes.MacAddress);
        var destination = arguments.Mandatory("DSTIP", ArgumentTypes.IPv4Address);
        var destinationPort = arguments.Mandatory("DPORT", ArgumentTypes.Port);
        var checksum = arguments.Optional("CHECKSUM", ArgumentTypes.Bool, true);
        _ = arguments.Optional("INTERVAL", ArgumentTypes.Count);
        var active = arguments.Optional("ACTIVE", ArgumentTypes.Bool, true);
        var stop = arguments.Keyword("STOP", ArgumentTypes.Bool);
        if (!arguments.Complete())
            return;
        _frame = UdpFrame.Build(length, (sourceMac, destinationMac), (source, destination), (sourcePort, destinationPort), checksum);
        (Limit, Burst, IsActive) = (limit, Router.Options.BatchSize, active);
        if (rate > 0)
            SetRate(rate);
        SetEnd(stop, "");
    }

    /// <inheritdoc/>
    protected override PacketBatch Make(int count, long now)
    {
        var batch = Pool.Allocate(count, _frame, PacketPool.DefaultHeadroom, now);
        foreach (var packet in batch)
            UdpFrame.Mark(packet);
        return batch;
    }
}
