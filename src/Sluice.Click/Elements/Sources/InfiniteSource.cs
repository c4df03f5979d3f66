using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Sources;

/// <summary><c>InfiniteSource</c>: makes packets of the same bytes as fast as they are taken, a batch each time it runs.</summary>
/// <remarks>BURST is a batch unless said otherwise, where Click's is one packet.</remarks>
sealed class InfiniteSource : Element
{
    byte[] _data = [];
    long _limit = -1, _count;
    int _burst, _headroom;
    bool _active, _stop, _timestamp;
    string _endCall = "";
    RouterTask? _task;
    NotifierSignal _room;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var data = arguments.Optional("DATA", ArgumentTypes.Bytes, SourceData.Default);
        var limit = arguments.Optional("LIMIT", ArgumentTypes.Int64, -1);
        var burst = arguments.Optional("BURST", ArgumentTypes.Range(1, int.MaxValue), Router.Options.BatchSize);
        var active = arguments.Optional("ACTIVE", ArgumentTypes.Bool, true);
        var length = arguments.Keyword("LENGTH", ArgumentTypes.Range(0, PacketPool.MaxLength), -1);
        length = arguments.Keyword("DATASIZE", ArgumentTypes.Range(0, PacketPool.MaxLength), length);
        var timestamp = arguments.Keyword("TIMESTAMP", ArgumentTypes.Bool, true);
        var headroom = arguments.Keyword("HEADROOM", ArgumentTypes.Range(0, PacketPool.DefaultHeadroom), PacketPool.DefaultHeadroom);
        var stop = arguments.Keyword("STOP", ArgumentTypes.Bool);
        var endCall = arguments.Keyword("END_CALL", ArgumentTypes.String, "");
        if (data.Length > PacketPool.MaxLength)
            arguments.Error($"DATA: found {data.Length} bytes, expected at most {PacketPool.MaxLength}");
        if (!arguments.Complete())
            return;
        (_data, _limit, _burst, _active) = (SourceData.Resize(data, length), limit, burst, active);
        (_timestamp, _headroom, _stop, _endCall) = (timestamp, headroom, stop, endCall);
        Restart();
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        if (!IsPushOutput(0))
            return;
        _task = new RouterTask(this);
        _room = NotifierSignal.Downstream(this, 0, _task);
        Restart();
    }

    /// <inheritdoc/>
    public override bool RunTask(RouterTask task)
    {
        var batch = Make(_burst);
        if (!batch.IsEmpty)
            Output(0).Push(batch);
        if (batch.IsEmpty && IsFinished)
            return Finish();
        if (_active && _room.IsActive)
            task.Schedule();
        return !batch.IsEmpty;
    }

    /// <inheritdoc/>
    public override PacketBatch Pull(int port, int limit)
    {
        var batch = Make(limit);
        if (batch.IsEmpty && IsFinished)
            _ = Finish();
        return batch;
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not InfiniteSource source)
            return false;
        _count = source._count;
        return true;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("data", () => ArgumentText.Quote(System.Text.Encoding.Latin1.GetString(_data)), "the packets' bytes", HandlerFlags.Calm);
        handlers.Write("data", text => _data = ParseValue(text, ArgumentTypes.Bytes), "the packets' bytes");
        handlers.Read("limit", () => _limit, "packets to make in all; negative for no limit", HandlerFlags.Calm);
        handlers.Write("limit", text => Change(() => _limit = ParseValue(text, ArgumentTypes.Int64)), "packets to make in all");
        handlers.Read("burst", () => _burst, "packets of a batch", HandlerFlags.Calm);
        handlers.Write("burst", text => _burst = ParseValue(text, ArgumentTypes.Range(1, int.MaxValue)), "packets of a batch");
        handlers.Read("active", () => _active ? "true" : "false", "whether it makes packets", HandlerFlags.Checkbox);
        handlers.Write("active", text => Change(() => _active = ParseValue(text, ArgumentTypes.Bool)), "whether it makes packets", HandlerFlags.Checkbox);
        handlers.Read("length", () => _data.Length, "bytes of a packet", HandlerFlags.Calm);
        handlers.Write("length", text => _data = SourceData.Resize(_data, ParseValue(text, ArgumentTypes.Range(0, PacketPool.MaxLength))), "bytes of a packet");
        handlers.Read("count", () => _count, "packets made");
        handlers.Button("reset", () => Change(() => _count = 0), "makes all packets again");
        handlers.Button("reset_counts", () => Change(() => _count = 0), "makes all packets again");
    }

    bool IsFinished => _limit >= 0 && _count >= _limit;

    PacketBatch Make(int count)
    {
        if (!_active)
            return default;
        if (_limit >= 0)
            count = (int)Math.Min(count, Math.Max(0, _limit - _count));
        if (count == 0)
            return default;
        var batch = Pool.Allocate(count, _data, _headroom, _timestamp ? Clock.Now : 0);
        _count += batch.Count;
        return batch;
    }

    bool Finish()
    {
        if (_endCall.Length > 0)
        {
            var words = ArgumentText.SplitWords(_endCall);
            _endCall = "";
            Router.Driver?.Write(words[0], string.Join(' ', words.Skip(1)));
        }

        if (_stop)
            Router.RequestStop();
        _active &= !_stop;
        return false;
    }

    void Change(Action change)
    {
        change();
        Restart();
    }

    void Restart()
    {
        if (_active && !IsFinished)
            _task?.Schedule();
    }
}
