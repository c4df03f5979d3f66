namespace Sluice.Click.Elements.Queues;

/// <summary>Elements that keep packets, or move them at their own pace.</summary>
static class QueueElements
{
    /// <summary>Their classes.</summary>
    public static readonly ElementClass[] Table =
    [
        new("Queue", PortCodes.One, PortCodes.PushToPull, PortCodes.Complete, "Queue([CAPACITY])",
            "keeps packets in their order; drops new ones when it is full", static () => new Queue()),
        new("Unqueue", PortCodes.One, PortCodes.PullToPush, PortCodes.Complete, "Unqueue([BURST, ACTIVE, LIMIT])",
            "pulls packets and pushes them on", static () => new Unqueue()),
    ];
}
