using Sluice.Click.Elements;

namespace Sluice.Click.Routing;

/// <summary>An element's claim on a thread's time: once scheduled, <see cref="Element.RunTask"/> is called, once, in turn with the other
/// tasks and as often as its tickets say.</summary>
/// <remarks>Stride scheduling (Waldspurger and Weihl, "Stride Scheduling: Deterministic Proportional-Share Resource Management"). Made
/// while its element is initialized; safe to schedule from any thread then.</remarks>
public sealed class RouterTask : IHeapItem
{
    /// <summary>Tickets of a task that nobody gave others.</summary>
    public const int DefaultTickets = 1024;

    /// <summary>Most tickets that a task may have.</summary>
    public const int MaxTickets = 1 << 15;

    const int StrideOne = 1 << 16;

    long _stride = StrideOne / DefaultTickets;
    volatile bool _scheduled;
    bool _running;

    /// <summary>A task of <paramref name="element"/>, not scheduled yet.</summary>
    public RouterTask(Element element)
    {
        ArgumentNullException.ThrowIfNull(element);
        Element = element;
        ThreadNumber = element.Router.ThreadOf(element);
        element.Router.Add(this);
    }

    /// <summary>The element whose task it is.</summary>
    public Element Element { get; }

    /// <summary>The number of the thread that runs it.</summary>
    public int ThreadNumber { get; internal set; }

    /// <summary>Is it going to run?</summary>
    public bool IsScheduled => _scheduled;

    /// <summary>Its share of the thread's time, relative to that of the other tasks: 1 to <see cref="MaxTickets"/>.</summary>
    public int Tickets
    {
        get => (int)(StrideOne / _stride);
        set => _stride = StrideOne / Math.Clamp(value, 1, MaxTickets);
    }

    /// <summary>How often it ran.</summary>
    public long Runs { get; private set; }

    long IHeapItem.Key => Pass;

    int IHeapItem.HeapIndex { get; set; } = -1;

    internal long Pass { get; set; }

    internal RouterThread? Thread { get; private set; }

    /// <summary>Sees to it that the task runs, if it is not going to anyway. Within its own run: that it runs again.</summary>
    public void Schedule()
    {
        if (_scheduled)
            return;
        if (Thread is not { } thread)
            _scheduled = true; // It is not running yet; the thread asks when it starts.
        else if (thread == RouterThread.Current)
            ScheduleHere(thread);
        else
            thread.Request(this);
    }

    /// <summary>Sees to it that the task does not run until scheduled again. Only on its own thread, or while the router stands.</summary>
    public void Unschedule()
    {
        _scheduled = false;
        Thread?.Tasks.Remove(this);
    }

    /// <summary>Schedules it; the caller is its thread, or has stopped that.</summary>
    internal void ScheduleHere(RouterThread thread)
    {
        // A request may have waited while a hot swap took the task off its thread.
        if (_scheduled || Thread != thread)
            return;
        _scheduled = true;
        if (!_running)
            thread.Insert(this);
    }

    /// <summary>Gives it to the thread that is to run it, or takes it away from its thread (null).</summary>
    internal void Attach(RouterThread? thread)
    {
        Thread?.Tasks.Remove(this);
        Thread = thread;
        if (_scheduled)
            thread?.Insert(this);
    }

    /// <summary>Runs it: it is the first in its thread's heap.</summary>
    internal bool Run(RouterThread thread)
    {
        _scheduled = false;
        _running = true;
        Runs++;
        var worked = Element.RunTask(this);
        _running = false;
        Pass += _stride;
        if (_scheduled)
            thread.Tasks.Put(this);
        else
            thread.Tasks.Remove(this);
        return worked;
    }
}
