using Sluice.Bpf.Btf;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Cli.Execution.Engines;

namespace Sluice.Cli.Execution;

/// <summary>Reads a ring buffer or perf event array while the program runs, as a process beside it would.</summary>
sealed class RecordLog : IDisposable
{
    readonly IRecordSource _source;
    readonly RecordHandler _add;

    RecordLog(MapSpec map, IRecordSource source, BtfType? type)
    {
        (Map, _source, Type) = (map, source, type);
        _add = Add;
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
    public long Lost => _source.Lost;

    /// <summary>Does a map hold records that somebody has to read?</summary>
    public static bool IsNeededFor(MapSpec map) => map.Type is MapType.RingBuffer or MapType.PerfEventArray;

    /// <summary>Begins to read a map.</summary>
    public static RecordLog Open(IRunEngine engine, IBpfMap map, BtfType? type) => new(map.Spec, engine.OpenRing(map), type);

    /// <summary>Takes what is there.</summary>
    public void Drain() => _source.Drain(_add);

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    void Add(ReadOnlySpan<byte> record)
    {
        Bytes += record.Length;
        if (Records.IsFull)
            Records.Skip();
        else
            Records.Add(record.ToArray());
    }
}
