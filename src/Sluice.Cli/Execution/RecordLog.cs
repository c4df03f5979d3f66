using Sluice.Bpf.Btf;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Maps;
using Sluice.Runtime.Maps.Rings;

namespace Sluice.Cli.Execution;

/// <summary>Reads a ring buffer or perf event array while the program runs, as a process beside it would.</summary>
sealed class RecordLog : IDisposable
{
    readonly RingBufferReader? _ring;
    readonly PerfEventReader? _perf;
    readonly RecordHandler _add;
    readonly SampleHandler _addSample;

    RecordLog(RuntimeMap map, BtfType? type)
    {
        (Map, Type) = (map.Spec, type);
        _add = Add;
        _addSample = (_, sample) => Add(sample);
        if (map.Spec.Type == MapType.RingBuffer)
            _ring = new(map);
        else
            _perf = new(map);
    }

    /// <summary>The map.</summary>
    public MapSpec Map { get; }

    /// <summary>The records' type; null if it is not known.</summary>
    public BtfType? Type { get; }

    /// <summary>The records.</summary>
    public BoundedLog<byte[]> Records { get; } = new();

    /// <summary>Bytes of all records.</summary>
    public long Bytes { get; private set; }

    /// <summary>Records that found no room.</summary>
    public long Lost => _ring?.Lost ?? _perf!.Lost;

    /// <summary>Does a map hold records that somebody has to read?</summary>
    public static bool IsNeededFor(MapSpec map) => map.Type is MapType.RingBuffer or MapType.PerfEventArray;

    /// <summary>Begins to read a map.</summary>
    public static RecordLog Open(RuntimeMap map, BtfType? type) => new(map, type);

    /// <summary>Takes what is there.</summary>
    public void Drain()
    {
        if (_ring is { Backlog: > 0 })
            _ring.Drain(_add);
        else
            _perf?.Drain(_addSample);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ring?.Dispose();
        _perf?.Dispose();
    }

    void Add(ReadOnlySpan<byte> record)
    {
        Bytes += record.Length;
        if (Records.IsFull)
            Records.Skip();
        else
            Records.Add(record.ToArray());
    }
}
