using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Scheduling;

/// <summary><c>LinkUnqueue</c>: pulls packets and pushes them on as a link would: each takes its length over BANDWIDTH to send, one after
/// the other, and LATENCY to arrive.</summary>
sealed class LinkUnqueue : Element
{
    const double Second = 1e9;

    long _latency, _bandwidth;
    PacketBatch _flying;
    long _free;
    RouterTask _task = null!;
    RouterTimer _timer = null!;
    NotifierSignal _packets;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var latency = arguments.Mandatory("LATENCY", ArgumentTypes.Time);
        var bandwidth = arguments.Mandatory("BANDWIDTH", ArgumentTypes.Bandwidth);
        if (bandwidth == 0 && !arguments.Failed)
            arguments.Error("BANDWIDTH: found 0, expected more: no packet would ever arrive");
        if (arguments.Complete())
            (_latency, _bandwidth) = (latency, bandwidth);
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
        while (_free <= now && Send(Math.Max(_free, now)))
        {
        }

        var due = default(PacketBatch);
        while (!_flying.IsEmpty && _flying.First.Timestamp <= now)
            due.Append(_flying.RemoveFirst());
        var worked = !due.IsEmpty;
        if (worked)
            Output(0).Push(due);
        var next = _flying.IsEmpty ? long.MaxValue : _flying.First.Timestamp;
        if (_packets.IsActive && _free > now)
            next = Math.Min(next, _free);
        else if (_packets.IsActive)
            task.Schedule(); // The link is free, and a source that does not tell may have something yet.
        if (next != long.MaxValue)
            _timer.ScheduleAt(next);
        return worked;
    }

    /// <inheritdoc/>
    public override void RunTimer(RouterTimer timer) => _task.Schedule();

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not LinkUnqueue other)
            return false;
        (_flying, _free) = (other._flying, other._free);
        other._flying = default;
        return true;
    }

    /// <inheritdoc/>
    public override void Cleanup() => _flying.Kill();

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("latency", () => ElementValues.FormatTime(_latency), "the latency in seconds", HandlerFlags.Calm);
        handlers.Write("latency", text => _latency = ParseValue(text, ArgumentTypes.Time), "the latency");
        handlers.Value(this, "bandwidth", ArgumentTypes.Bandwidth, () => _bandwidth, bandwidth => _bandwidth = Math.Max(1, bandwidth), "bytes a second");
        handlers.Read("size", () => _flying.Count, "packets on the link");
        handlers.Button("reset", () => _flying.Kill(), "drops the packets on the link");
    }

    /// <summary>Starts sending a packet; its timestamp is when it arrives.</summary>
    bool Send(long now)
    {
        var packet = Input(0).Pull(1).First;
        if (packet.IsNone)
            return false;
        _free = now + (long)(packet.Length * Second / _bandwidth);
        packet.Timestamp = _free + _latency;
        _flying.Append(packet);
        return true;
    }
}
