using System.Globalization;
using Sluice.Click.Arguments;
using Sluice.Click.Elements.Basic;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;
using Sluice.Packets;

namespace Sluice.Click.Elements.Sources;

/// <summary><c>FromDump</c>: reads packets from a capture, pcap or pcapng, gzipped or not, as fast as they are taken or (TIMING) at the
/// pace they were captured at.</summary>
/// <remarks>Packets have their timestamps, and in the extra-length annotation what the capture cut off them.</remarks>
sealed class FromDump : Element
{
    string _file = "";
    FromDumpOptions _options = new();
    bool _active;
    CaptureReader? _capture;
    Packet _next;
    bool _ended, _finished;
    long _count, _offset, _firstTime = -1, _startTime = long.MinValue, _endTime = long.MaxValue;
    RouterTask? _task;
    RouterTimer? _timer;
    NotifierSignal _room;
    RouterRandom _random;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var file = arguments.Mandatory("FILENAME", ArgumentTypes.String);
        var options = FromDumpOptions.Read(arguments);
        var active = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);
        if (arguments.Complete())
            (_file, _options, _active) = (file, options, active);
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        _random = Router.RandomOf(this);
        try
        {
            _capture = CaptureReader.Open(_file);
        }
        catch (Exception failure) when (failure is IOException or CaptureFormatException or UnauthorizedAccessException or ArgumentException)
        {
            Error(failure.Message);
        }

        if (!IsPushOutput(0))
            return;
        _task = new RouterTask(this);
        _timer = new RouterTimer(this);
        _room = NotifierSignal.Downstream(this, 0, _task);
        Restart();
    }

    /// <inheritdoc/>
    public override bool RunTask(RouterTask task)
    {
        var batch = Read(_room.Clamp(Router.Options.BatchSize));
        if (!batch.IsEmpty)
            Output(0).Push(batch);
        if (_ended)
            Finish();
        else if (_active && batch.IsEmpty && !_next.IsNone)
            _timer!.ScheduleAt(_next.Timestamp + _offset);
        else if (_active && _room.IsActive)
            task.Schedule();
        return !batch.IsEmpty;
    }

    /// <inheritdoc/>
    public override void RunTimer(RouterTimer timer) => _task!.Schedule();

    /// <inheritdoc/>
    public override PacketBatch Pull(int port, int limit)
    {
        var batch = Read(limit);
        if (_ended)
            Finish();
        return batch;
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        _capture?.Dispose();
        _capture = null;
        if (!_next.IsNone)
            _next.Kill();
        _next = default;
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not FromDump dump || dump._file != _file || dump._capture is null)
            return false;
        _capture?.Dispose();
        (_capture, dump._capture) = (dump._capture, null);
        (_next, dump._next) = (dump._next, default);
        (_ended, _finished, _count, _offset) = (dump._ended, dump._finished, dump._count, dump._offset);
        (_firstTime, _startTime, _endTime) = (dump._firstTime, dump._startTime, dump._endTime);
        return true;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("count", () => _count, "packets read and handed on");
        handlers.Button("reset_counts", () => _count = 0, "sets the count to zero");
        handlers.Button("reset_timing", () => _firstTime = -1, "takes the next packet for the first, as to timing");
        handlers.Read("filename", () => _file, "the capture", HandlerFlags.Calm);
        handlers.Read("filesize", () => File.Exists(_file) ? new FileInfo(_file).Length.ToString(CultureInfo.InvariantCulture) : "-", "its bytes", HandlerFlags.Calm);
        handlers.Read("filepos", () => _capture?.Position ?? 0, "bytes read, of the uncompressed data");
        handlers.Read("encap", () => _capture?.LinkType.ToString() ?? "", "what its packets start with", HandlerFlags.Calm);
        handlers.Read("sampling_prob", () => ElementValues.Format(_options.Sample), "probability that a packet is handed on", HandlerFlags.Calm);
        handlers.Value(this, "active", ArgumentTypes.Bool, () => _active, active =>
        {
            _active = active;
            Restart();
        }, "whether it hands packets on");
        handlers.Button("stop", () => (_active, _ended) = (false, true), "reads no further");
    }

    void Restart()
    {
        if (_active && !_finished)
            _task?.Schedule();
    }

    /// <summary>Packets that are due.</summary>
    PacketBatch Read(int limit)
    {
        var batch = default(PacketBatch);
        var now = _options.Timing ? Clock.Now : 0;
        while (_active && !_ended && batch.Count < limit)
        {
            if (_next.IsNone && !ReadNext())
                break;
            if (_options.Timing && _next.Timestamp + _offset > now)
                break;
            batch.Append(_next);
            _next = default;
        }

        _count += batch.Count;
        return batch;
    }

    /// <summary>Reads on to the next packet that is wanted.</summary>
    bool ReadNext()
    {
        while (TryRead(out var captured))
        {
            if (_firstTime < 0)
            {
                _firstTime = captured.Timestamp;
                _startTime = _options.Start(_firstTime);
                _endTime = _options.End(_firstTime);
                _offset = Clock.Now - Math.Max(_firstTime, _startTime);
            }

            if (captured.Timestamp >= _endTime)
                break;
            if (captured.Timestamp < _startTime || (_options.Sample < 1 && _random.NextDouble() >= _options.Sample))
                continue;
            if (_options.IsInterval)
                (_endTime, _options) = (captured.Timestamp + _options.Interval, _options with { Interval = -1 });
            _next = Pool.Allocate(captured.Data);
            if (_next.IsNone)
                continue;
            _next.Timestamp = captured.Timestamp;
            ExtraLength.Of(_next) = captured.OriginalLength - Math.Min(captured.OriginalLength, (uint)captured.Data.Length);
            return true;
        }

        _ended = true;
        return false;
    }

    bool TryRead(out CapturedPacket captured)
    {
        captured = default;
        try
        {
            return _capture is not null && _capture.TryRead(out captured);
        }
        catch (Exception failure) when (failure is IOException or CaptureFormatException)
        {
            Router.ReportFailure(this, failure.Message);
            return false;
        }
    }

    void Finish()
    {
        if (_finished)
            return;
        _finished = true;
        if (_options.EndCall.Length > 0)
        {
            var words = ArgumentText.SplitWords(_options.EndCall);
            Router.Driver?.Write(words[0], string.Join(' ', words.Skip(1)));
        }

        if (_options.Stop)
            Router.RequestStop();
    }
}
