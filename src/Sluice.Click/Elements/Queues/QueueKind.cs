namespace Sluice.Click.Elements.Queues;

/// <summary>How a queue differs from the plainest.</summary>
[Flags]
enum QueueKind
{
    /// <summary>It tells nobody, drops what comes when it is full, and serves one thread on each side.</summary>
    Plain = 0,

    /// <summary>It tells those who pull when it is empty.</summary>
    TellsEmpty = 1,

    /// <summary>It tells those who push when it is full.</summary>
    TellsFull = 2,

    /// <summary>Any number of threads may push and pull.</summary>
    AnyThread = 4,

    /// <summary>When it is full it drops its oldest packets to make room.</summary>
    DropsOldest = 8,

    /// <summary>What comes at input 1 is pulled first, the newest before the older.</summary>
    HasStack = 16,
}
