using Sluice.Click.Elements;
using Sluice.Click.Packets;

namespace Sluice.ClickBench;

/// <summary>Drops packets, and notes the longest time between two batches.</summary>
sealed class GapSink : Element
{
    public const string TypeName = "GapSink";

    public static readonly ElementClass Type = new(TypeName, PortCodes.Sink, "h", PortCodes.Complete, "GapSink", "notes the longest gap between packets",
        static () => new GapSink());

    long _last;

    public long Count { get; private set; }

    public long Longest { get; private set; }

    public void Reset() => Longest = 0;

    public override void Push(int port, PacketBatch batch)
    {
        var now = Clock.Now;
        if (_last != 0)
            Longest = Math.Max(Longest, now - _last);
        _last = now;
        Count += batch.Count;
        batch.Kill();
    }

    public override bool TakeState(Element old)
    {
        if (old is not GapSink sink)
            return false;
        (_last, Count, Longest) = (sink._last, sink.Count, sink.Longest);
        return true;
    }
}
