using Sluice.Click.Elements;
using Sluice.Click.Packets;

namespace Sluice.ClickBench;

/// <summary>Drops packets, and notes how long ago their timestamps are.</summary>
sealed class LatencySink : Element
{
    public const string TypeName = "LatencySink";

    const int Most = 1 << 22;

    public static readonly ElementClass Type = new(TypeName, PortCodes.Sink, "h", PortCodes.Complete, "LatencySink", "notes how long packets took",
        static () => new LatencySink());

    readonly long[] _times = new long[Most];
    int _count;

    /// <summary>Nanoseconds, sorted.</summary>
    public long[] Take()
    {
        var times = _times[..Math.Min(_count, Most)];
        Array.Sort(times);
        _count = 0;
        return times;
    }

    public override void Push(int port, PacketBatch batch)
    {
        var now = Clock.Now;
        foreach (var packet in batch)
            _times[_count++ & Most - 1] = now - packet.Timestamp;
        batch.Kill();
    }
}
