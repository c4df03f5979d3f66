using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Basic;

/// <summary><c>Discard</c>: drops all packets; at a pull input it pulls as fast as packets come.</summary>
sealed class Discard : Element
{
    bool _active = true;
    int _burst;
    long _count;
    RouterTask? _task;
    NotifierSignal _signal;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var active = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);
        var burst = arguments.Keyword("BURST", ArgumentTypes.Range(1, int.MaxValue), Router.Options.BatchSize);
        if (arguments.Complete())
            (_active, _burst) = (active, burst);
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        if (IsPushInput(0))
            return;
        _task = new RouterTask(this);
        _signal = NotifierSignal.Upstream(this, 0, _task);
        if (_active)
            _task.Schedule();
    }

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch)
    {
        _count += batch.Count;
        batch.Kill();
    }

    /// <inheritdoc/>
    public override bool RunTask(RouterTask task)
    {
        var batch = Input(0).Pull(_burst);
        _count += batch.Count;
        batch.Kill();
        if (_active && _signal.IsActive)
            task.Schedule();
        return !batch.IsEmpty;
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not Discard discard)
            return false;
        _count = discard._count;
        return true;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => _count, "packets dropped");
        handlers.Button("reset_counts", () => _count = 0, "sets the count to zero");
        if (_task is null)
            return;
        handlers.Read("active", () => _active ? "true" : "false", "whether it pulls", HandlerFlags.Checkbox);
        handlers.Write("active", SetActive, "whether it pulls", HandlerFlags.Checkbox);
    }

    void SetActive(string text)
    {
        _active = ParseValue(text, ArgumentTypes.Bool);
        if (_active)
            _task!.Schedule();
    }
}
