using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Scheduling;

/// <summary><c>DelayShaper</c>: lets each packet be pulled DELAY after its timestamp, or after it was first asked for when it has none. Who
/// pulls may sleep meanwhile.</summary>
sealed class DelayShaper : Element
{
    readonly Notifier _notifier = new(true);
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
    }

    /// <inheritdoc/>
    public override PacketBatch Pull(int port, int limit)
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
        if (!due.IsEmpty)
            return due;
        if (!_held.IsEmpty)
        {
            _notifier.Sleep();
            _timer.ScheduleAt(_held.First.Timestamp);
        }
        else if (!_packets.IsActive)
        {
            _notifier.Sleep();
            if (_packets.IsActive)
                _notifier.Wake();
        }

        return due;
    }

    /// <inheritdoc/>
    public override Notifier? FindNotifier(NotifierKind kind, int port) => kind == NotifierKind.Packets ? _notifier : null;

    /// <summary>Packets came while there was none.</summary>
    public override bool RunTask(RouterTask task)
    {
        if (_held.IsEmpty)
            _notifier.Wake();
        return false;
    }

    /// <inheritdoc/>
    public override void RunTimer(RouterTimer timer) => _notifier.Wake();

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not DelayShaper other)
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
