using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Devices;

/// <summary>An element that gives packets to the system: those that it pulls as long as there are any, or those that are pushed to it.
/// What the system does not take at once is kept and offered again, in its order.</summary>
abstract class SendingElement : Element
{
    // How long to wait until a full device is tried again.
    const long RetryTime = 200_000;

    // Packets that are pushed have nowhere to wait but here.
    const int MostKept = 1024;

    PacketBatch _kept;
    RouterTask _task = null!;
    RouterTimer _retry = null!;
    NotifierSignal _packets;
    long _count, _refused, _drops;

    /// <summary>Most packets to pull at once.</summary>
    protected int Burst { get; set; } = PacketSocket.MostFrames;

    /// <summary>Makes task and timer; call it when the device is open.</summary>
    public override void Initialize()
    {
        _retry = new(this);
        _task = new(this);
        if (IsPushInput(0))
            return;
        _packets = NotifierSignal.Upstream(this, 0, _task);
        _task.Schedule();
    }

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch)
    {
        _kept.Append(batch);
        Send();
        while (_kept.Count > MostKept)
        {
            _drops++;
            _kept.RemoveFirst().Kill();
        }
    }

    /// <inheritdoc/>
    public override bool RunTask(RouterTask task)
    {
        if (_kept.IsEmpty)
            _kept = Input(0).Pull(Burst);
        var worked = !_kept.IsEmpty;
        Send();
        // A full device is tried again by the timer; an empty source wakes the task.
        if (_kept.IsEmpty && _packets.IsActive)
            task.Schedule();
        return worked;
    }

    /// <inheritdoc/>
    public override void RunTimer(RouterTimer timer)
    {
        Send();
        if (_kept.IsEmpty && !IsPushInput(0))
            _task.Schedule();
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not SendingElement sender || sender.GetType() != GetType())
            return false;
        (_kept, sender._kept) = (sender._kept, default);
        (_count, _refused, _drops) = (sender._count, sender._refused, sender._drops);
        return true;
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        _kept.Kill();
        _kept = default;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        handlers.Read("count", () => _count, "packets sent");
        handlers.Read("refused", () => _refused, "packets that cannot be sent: too large, most often");
        handlers.Read("drops", () => _drops, "packets lost because they came faster than they could be sent");
        handlers.Button("reset_counts", () => (_count, _refused, _drops) = (0, 0, 0), "sets the counts to zero");
    }

    /// <summary>Sends packets from the beginning of a batch, takes those out that are sent or can never be, and kills them.</summary>
    /// <returns>Packets sent; 0 if the device takes no more, or the first was refused.</returns>
    protected abstract int Give(ref PacketBatch batch, ref long refused);

    void Send()
    {
        while (!_kept.IsEmpty)
        {
            var before = _kept.Count;
            _count += Give(ref _kept, ref _refused);
            if (_kept.Count < before)
                continue;
            _retry.ScheduleAfter(RetryTime);
            return;
        }
    }
}
