using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Scheduling;

/// <summary><c>DelayUnqueue</c>, <c>Delay</c>: pulls packets and pushes each on DELAY after its timestamp, or after it was pulled when it
/// has none.</summary>
sealed class DelayUnqueue : Element
{
    long _delay;
    PacketBatch _held;
    RouterTask _task = null!;
    RouterTimer _timer = null!;
    NotifierSignal _packets;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var delay = arguments.Mandatory("DELAY", ArgumentTypes.Time);
        if (arguments.Complete())
            _delay = delay;
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        _task = new RouterTask(this);
        _timer = new RouterTimer(this);
        _packets = NotifierSignal.Upstream(this, 0, _task);
        _task.Schedule();
    }

    /// <inheritdoc/>
    public override bool RunTask(RouterTask task)
    {
        var now = Clock.Now;
        if (_held.IsEmpty)
        {
            _held = Input(0).Pull(Router.Options.BatchSize);
            foreach (var packet in _held)
                packet.Timestamp = (packet.Timestamp == 0 ? now : packet.Timestamp) + _delay;
        }

        var due = default(PacketBatch);
        while (!_held.IsEmpty && _held.First.Timestamp <= now)
            due.Append(_held.RemoveFirst());
        var worked = !due.IsEmpty;
        if (worked)
            Output(0).Push(due);
        if (!_held.IsEmpty)
            _timer.ScheduleAt(_held.First.Timestamp);
        else if (_packets.IsActive)
            task.Schedule();
        return worked;
    }

    /// <inheritdoc/>
    public override void RunTimer(RouterTimer timer) => _task.Schedule();

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not DelayUnqueue other)
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
        handlers.Read("delay", () => ElementValues.FormatTime(_delay), "the delay in seconds", HandlerFlags.Calm);
        handlers.Write("delay", text => _delay = ParseValue(text, ArgumentTypes.Time), "the delay");
    }
}
