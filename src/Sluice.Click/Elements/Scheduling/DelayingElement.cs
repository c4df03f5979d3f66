using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Scheduling;

/// <summary>An element that lets each packet go on DELAY after its timestamp, or after it was first asked for when it has none.</summary>
abstract class DelayingElement : Element
{
    long _delay;
    PacketBatch _held;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <summary>Its task.</summary>
    protected RouterTask Task { get; private set; } = null!;

    /// <summary>Goes off when the first packet that is held may go on.</summary>
    protected RouterTimer Timer { get; private set; } = null!;

    /// <summary>Says whether there may be packets upstream.</summary>
    protected NotifierSignal Packets { get; private set; }

    /// <summary>Is no packet held?</summary>
    protected bool HoldsNone => _held.IsEmpty;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var delay = arguments.Mandatory("DELAY", ArgumentTypes.Time);
        if (arguments.Complete())
            _delay = delay;
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        Task = new RouterTask(this);
        Timer = new RouterTimer(this);
        Packets = NotifierSignal.Upstream(this, 0, Task);
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not DelayingElement other || other.GetType() != GetType())
            return false;
        _held = other._held;
        other._held = default;
        return true;
    }

    /// <inheritdoc/>
    public override void Cleanup() => _held.Kill();

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        handlers.Read("delay", () => ElementValues.FormatTime(_delay), "the delay in seconds", HandlerFlags.Calm);
        handlers.Write("delay", text => _delay = ParseValue(text, ArgumentTypes.Time), "the delay");
    }

    /// <summary>The packets whose time has come; pulls new ones when none is held.</summary>
    protected PacketBatch TakeDue(int limit)
    {
        var now = Clock.Now;
        if (_held.IsEmpty)
        {
            _held = Input(0).Pull(limit);
            foreach (var packet in _held)
                packet.Timestamp = (packet.Timestamp == 0 ? now : packet.Timestamp) + _delay;
        }

        var due = default(PacketBatch);
        while (due.Count < limit && !_held.IsEmpty && _held.First.Timestamp <= now)
            due.Append(_held.RemoveFirst());
        return due;
    }

    /// <summary>Sets the timer to when the first packet that is held may go on.</summary>
    protected void WaitForFirst() => Timer.ScheduleAt(_held.First.Timestamp);
}
