namespace Sluice.Click.Elements.Queues;

/// <summary>Elements that keep packets, and those that drop them before a queue is full.</summary>
static class QueueElements
{
    const QueueKind Notifying = QueueKind.TellsEmpty | QueueKind.TellsFull;

    /// <summary>Their classes.</summary>
    public static readonly ElementClass[] Table =
    [
        Queue("Queue", "keeps packets in their order; drops new ones when it is full", Notifying),
        Queue("FullNoteQueue", "keeps packets in their order; drops new ones when it is full", Notifying),
        Queue("QuickNoteQueue", "keeps packets in their order; drops new ones when it is full", Notifying),
        Queue("NotifierQueue", "keeps packets in their order, and tells who pulls when it is empty", QueueKind.TellsEmpty),
        Queue("SimpleQueue", "keeps packets in their order, and tells nobody when it is empty or full", QueueKind.Plain),
        Queue("ThreadSafeQueue", "keeps packets in their order, for any number of threads", Notifying | QueueKind.AnyThread),
        Queue("FrontDropQueue", "keeps packets in their order; drops the oldest when it is full", QueueKind.TellsEmpty | QueueKind.DropsOldest),
        new("MixedQueue", "2/1", PortCodes.PushToPull, PortCodes.Complete, "MixedQueue([CAPACITY])",
            "keeps packets in their order, but those of input 1 are pulled first, the newest before the older",
            static () => new Queue(QueueKind.TellsEmpty | QueueKind.HasStack)),
        new("RED", PortCodes.OneOrTwo, PortCodes.AgnosticWithPush, PortCodes.Complete,
            "RED(MIN_THRESH, MAX_THRESH, MAX_P [, QUEUES, STABILITY, GENTLE])", "drops packets at random before queues are full",
            static () => new RandomEarlyDetection()),
    ];

    static ElementClass Queue(string name, string summary, QueueKind kind) =>
        new(name, PortCodes.One, PortCodes.PushToPull, PortCodes.Complete, $"{name}([CAPACITY])", summary, () => new Queue(kind));
}
