using Sluice.Click.Arguments;
using Sluice.Click.Elements;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Tests.Routing;

/// <summary>The element of docs/click.md, as a host would bring it.</summary>
public sealed class HostClassTests
{
    [Fact]
    public void A_host_brings_its_own_elements()
    {
        using var pool = new PacketPool();
        var options = new RouterOptions { Pool = pool, Clock = new VirtualClock(), Classes = [TtlCounter.Type] };
        using (var driver = new RouterDriver(new Router(
            TestConfiguration.Parse("FastUDPSource(0, 40, 60, 2:0:0:0:0:1, 10.0.0.1, 1, 2:0:0:0:0:2, 10.0.0.2, 2) -> low :: TTLCounter(64) -> high :: TTLCounter(65) -> Discard"), options)))
        {
            driver.RunUntilIdle();
            Assert.Equal(("0", "40"), (driver.Read("low.count"), driver.Read("high.count")));
        }

        Assert.Equal(0, pool.Outstanding);
    }

    sealed unsafe class TtlCounter : BatchElement
    {
        public static readonly ElementClass Type =
            new("TTLCounter", "1/1", "a/a", "x/x", "TTLCounter(LIMIT)", "counts packets that will not live long", () => new TtlCounter());

        int _limit;
        long _count;

        public override void Configure(ArgumentReader arguments)
        {
            var limit = arguments.Mandatory("LIMIT", ArgumentTypes.Byte);
            if (arguments.Complete())
                _limit = limit;
        }

        protected override PacketBatch Process(PacketBatch batch)
        {
            foreach (var packet in batch)
                _count += packet.HasNetworkHeader && packet.NetworkHeader[8] < _limit ? 1 : 0;
            return batch;
        }

        public override void AddHandlers(HandlerTable handlers) => handlers.Read("count", () => _count, "packets below the limit");
    }
}
