using Sluice.Click.Elements;

namespace Sluice.Click.Routing;

/// <summary>An element's alarm clock: <see cref="Element.RunTimer"/> is called, once, when the time has come.</summary>
/// <remarks>Made while its element is initialized; safe to set from any thread then. It goes off on its thread, between two tasks.</remarks>
public sealed class RouterTimer : IHeapItem
{
    /// <summary>A timer of <paramref name="element"/>, not set yet.</summary>
    public RouterTimer(Element element)
    {
        ArgumentNullException.ThrowIfNull(element);
        Element = element;
        ThreadNumber = element.Router.ThreadOf(element);
        element.Router.Add(this);
    }

    /// <summary>The element whose timer it is.</summary>
    public Element Element { get; }

    /// <summary>The number of the thread that runs it.</summary>
    public int ThreadNumber { get; internal set; }

    /// <summary>When it goes off, or went off last, in nanoseconds since 1970-01-01 UTC.</summary>
    public long Expiry { get; internal set; }

    /// <summary>Is it set?</summary>
    public bool IsScheduled { get; internal set; }

    long IHeapItem.Key => Expiry;

    int IHeapItem.HeapIndex { get; set; } = -1;

    internal RouterThread? Thread { get; private set; }

    /// <summary>Sets it to a time, in nanoseconds since 1970-01-01 UTC, instead of the time that it was set to.</summary>
    public void ScheduleAt(long time)
    {
        if (Thread is { } thread)
            thread.Timers.Set(this, time, thread);
        else
            (Expiry, IsScheduled) = (time, true);
    }

    /// <summary>Sets it to go off in <paramref name="nanoseconds"/> from now.</summary>
    public void ScheduleAfter(long nanoseconds) => ScheduleAt(Element.Router.Clock.Now + nanoseconds);

    /// <summary>Sets it to go off <paramref name="nanoseconds"/> after it last did, so that a period does not drift.</summary>
    public void RescheduleAfter(long nanoseconds) => ScheduleAt(Expiry + nanoseconds);

    /// <summary>It does not go off until set again.</summary>
    public void Unschedule()
    {
        if (Thread is { } thread)
            thread.Timers.Clear(this);
        else
            IsScheduled = false;
    }

    /// <summary>Gives it to the thread that is to run it, or takes it away from its thread (null).</summary>
    internal void Attach(RouterThread? thread)
    {
        var scheduled = IsScheduled;
        Thread?.Timers.Clear(this);
        Thread = thread;
        IsScheduled = scheduled;
        if (scheduled)
            thread?.Timers.Set(this, Expiry, thread);
    }
}
