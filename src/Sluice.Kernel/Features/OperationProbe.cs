using Sluice.Bpf.Platform;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Features;

/// <summary>Asks the kernel what can be done with maps and programs, by doing it with small ones.</summary>
static unsafe class OperationProbe
{
    /// <summary>Can user space give up writing to a map?</summary>
    public static FeatureState Freezing() => WithMap(MapProbe.Of(MapType.Array), (BpfDescriptor map, out Errno error) =>
    {
        var attributes = new MapElementAttributes { MapFd = (uint)map.Number };
        _ = BpfSystemCall.Invoke(BpfCommand.MapFreeze, ref attributes, out error);
    });

    /// <summary>Can arrays be made that are mapped into memory?</summary>
    public static FeatureState MappedArrays() => WithMap(MapProbe.Of(MapType.Array, MapFlags.Mmapable), (BpfDescriptor _, out Errno error) => error = Errno.None);

    /// <summary>Can many entries be read with one call?</summary>
    public static FeatureState Batches() => WithMap(MapProbe.Of(MapType.Hash), (BpfDescriptor map, out Errno error) =>
    {
        long position = 0, key = 0, value = 0;
        var attributes = new MapBatchAttributes
        {
            OutBatch = (ulong)&position,
            Keys = (ulong)&key,
            Values = (ulong)&value,
            Count = 1,
            MapFd = (uint)map.Number,
        };
        _ = BpfSystemCall.Invoke(BpfCommand.MapLookupBatch, ref attributes, out error);
        // An empty map has no first entry.
        error = error == Errno.NotFound ? Errno.None : error;
    });

    /// <summary>Can an entry of a hash be read and removed at once?</summary>
    public static FeatureState TakingFromHashes() => WithMap(MapProbe.Of(MapType.Hash), (BpfDescriptor map, out Errno error) =>
    {
        long key = 0, value = 0;
        var attributes = new MapElementAttributes { MapFd = (uint)map.Number, Key = (ulong)&key, Value = (ulong)&value };
        _ = BpfSystemCall.Invoke(BpfCommand.MapLookupAndDeleteElement, ref attributes, out error);
        error = error == Errno.NotFound ? Errno.None : error;
    });

    /// <summary>Can runs be counted?</summary>
    public static FeatureState RunStatistics()
    {
        var attributes = default(EnableStatisticsAttributes);
        using var enabled = BpfSystemCall.Open(BpfCommand.EnableStatistics, ref attributes, out var error);
        return ProgramProbe.StateOf(error);
    }

    /// <summary>Do test runs take live frames? Tries with one that is dropped.</summary>
    public static FeatureState LiveFrames()
    {
        const int frame = 64;
        const uint liveFrames = 1 << 1;
        using var program = ProgramProbe.Open(ProgramType.Xdp, "r0 = 1\nexit", null, out var error);
        if (program is null)
            return ProgramProbe.StateOf(error);
        Span<byte> packet = stackalloc byte[frame];
        packet.Clear();
        fixed (byte* bytes = packet)
        {
            var run = new TestRunAttributes
            {
                ProgFd = (uint)program.Number,
                DataIn = (ulong)bytes,
                DataSizeIn = frame,
                Repeat = 1,
                Flags = liveFrames,
            };
            _ = BpfSystemCall.Invoke(BpfCommand.ProgramTestRun, ref run, out error);
            return ProgramProbe.StateOf(error);
        }
    }

    delegate void Attempt(BpfDescriptor map, out Errno error);

    static FeatureState WithMap(MapCreateAttributes attributes, Attempt attempt)
    {
        using var map = MapProbe.Create(attributes, out var error);
        if (map is not null)
            attempt(map, out error);
        return ProgramProbe.StateOf(error);
    }
}
