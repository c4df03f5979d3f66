using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Scheduling;

/// <summary><c>Unqueue</c>: pulls packets as fast as they come and pushes them on.</summary>
/// <remarks>BURST is a batch unless said otherwise, where Click's is one packet. It sleeps while its source is empty or its sink full.</remarks>
sealed class Unqueue : Element
{
    int _burst;
    long _limit = -1, _count;
    bool _active;
    RouterTask _task = null!;
    NotifierSignal _packets, _room;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var burst = arguments.Optional("BURST", ArgumentTypes.Int32, Router.Options.BatchSize);
        var active = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);
        var limit = arguments.Keyword("LIMIT", ArgumentTypes.Int64, -1);
        if (!arguments.Complete())
            return;
        (_burst, _active, _limit) = (burst <= 0 ? int.MaxValue : burst, active, limit);
        _task?.Schedule();
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        _task = new RouterTask(this);
        _packets = NotifierSignal.Upstream(this, 0, _task);
        _room = NotifierSignal.Downstream(this, 0, _task);
        _task.Schedule();
    }

    /// <inheritdoc/>
    public override bool RunTask(RouterTask task)
    {
        var burst = _limit < 0 ? _burst : (int)Math.Min(_burst, Math.Max(0, _limit - _count));
        if (!_active || burst == 0 || !_room.IsActive)
            return false;
        var batch = Input(0).Pull(_room.Clamp(burst));
        if (!batch.IsEmpty)
        {
            _count += batch.Count;
            Output(0).Push(batch);
        }

        if (_packets.IsActive)
            task.Schedule();
        return !batch.IsEmpty;
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not Unqueue unqueue)
            return false;
        _count = unqueue._count;
        return true;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => _count, "packets moved");
        handlers.Read("active", () => _active ? "true" : "false", "whether it moves packets", HandlerFlags.Checkbox);
        handlers.Write("active", text => Change(() => _active = ParseValue(text, ArgumentTypes.Bool)), "whether it moves packets", HandlerFlags.Checkbox);
        handlers.Read("limit", () => _limit, "packets to move in all; negative for no limit", HandlerFlags.Calm);
        handlers.Write("limit", text => Change(() => _limit = ParseValue(text, ArgumentTypes.Int64)), "packets to move in all");
        handlers.Button("reset", () => Change(() => _count = 0), "sets the count to zero");
        handlers.Button("reset_counts", () => Change(() => _count = 0), "sets the count to zero");
    }

    void Change(Action change)
    {
        change();
        _task.Schedule();
    }
}
