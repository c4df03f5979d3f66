using Sluice.Click.Arguments;
using Sluice.Click.Elements.Headers;
using Sluice.Click.Handlers;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Protocols;

/// <summary><c>ARPTable</c>: an ARP table that several queriers share.</summary>
sealed class ARPTable : Element
{
    /// <summary>The table.</summary>
    public ArpStore Store { get; } = new();

    /// <inheritdoc/>
    public override int ConfigurePhase => ConfigurePhases.Information;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var settings = ArpStore.Read(arguments);
        if (arguments.Complete())
            (Store.Capacity, Store.EntryCapacity, Store.EntryPacketCapacity, Store.Timeout) = settings;
    }

    /// <inheritdoc/>
    public override void Initialize() => new RouterTimer(this).ScheduleAfter(ArpStore.Interval);

    /// <inheritdoc/>
    public override void RunTimer(RouterTimer timer)
    {
        lock (Store.Lock)
            Store.Expire(Clock.Now);
        timer.RescheduleAfter(ArpStore.Interval);
    }

    /// <inheritdoc/>
    public override void Cleanup() => Store.Clear();

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not ARPTable table)
            return false;
        Store.Take(table.Store);
        return true;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        Store.AddHandlers(handlers, () => Clock.Now, (address, mac) => Store.Insert(IPv4View.ToWord(address), mac, Clock.Now).Kill());
        handlers.Read("drops", () => Store.Drops, "packets dropped because nobody answered");
    }
}
