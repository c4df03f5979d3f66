using Sluice.Click.Elements.Rewriting;

namespace Sluice.Click.Elements.Flows;

/// <summary>A flow in both directions, and what came of it.</summary>
/// <param name="id">The flow as its first packet had it.</param>
/// <param name="number">Its number.</param>
/// <param name="now">When it began, in nanoseconds.</param>
sealed class CountedFlow(FlowId id, uint number, long now)
{
    public FlowId Id { get; } = id;

    public uint Number { get; } = number;

    public long FirstSeen { get; } = now;

    public long LastSeen { get; set; } = now;

    public bool IsDone { get; set; }

    /// <summary>Packets as the first went, and back.</summary>
    public (long Forward, long Reply) Packets { get; private set; }

    /// <summary>Bytes of IP as the first went, and back.</summary>
    public (long Forward, long Reply) Bytes { get; private set; }

    public void Add(bool isReply, int bytes, long time)
    {
        LastSeen = time;
        if (isReply)
            (Packets, Bytes) = ((Packets.Forward, Packets.Reply + 1), (Bytes.Forward, Bytes.Reply + bytes));
        else
            (Packets, Bytes) = ((Packets.Forward + 1, Packets.Reply), (Bytes.Forward + bytes, Bytes.Reply));
    }
}
