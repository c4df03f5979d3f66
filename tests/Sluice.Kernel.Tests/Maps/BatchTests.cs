using System.Runtime.InteropServices;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Kernel.Tests.Maps;

public sealed class BatchTests
{
    [Theory]
    [InlineData(MapType.Hash, 10_000)]
    [InlineData(MapType.LruHash, 300)]
    [InlineData(MapType.PerCpuHash, 5000)]
    [InlineData(MapType.Array, 1000)]
    [InlineData(MapType.PerCpuArray, 100)]
    public void Batches_hold_what_was_written(MapType type, int count)
    {
        using var maps = Make(new MapSpec("batch", type, 4, 8, type == MapType.LruHash ? 4 * count : count));
        var map = maps.Maps["batch"];
        var keys = Enumerable.Range(0, count).ToArray();
        var values = new byte[count * map.ValueBufferSize];
        for (var i = 0; i < count; i++)
            MemoryMarshal.Write(values.AsSpan(i * map.ValueBufferSize), 7L * i);
        Assert.Equal(Errno.None, map.UpdateBatch(MemoryMarshal.AsBytes(keys.AsSpan()), values, out var done));
        Assert.Equal(count, done);

        var all = map.ReadAll();
        Assert.Equal(count, all.Count);
        var seen = new SortedDictionary<int, long>();
        for (var i = 0; i < all.Count; i++)
            seen.Add(BitConverter.ToInt32(all.Key(i)), BitConverter.ToInt64(all.Value(i)));
        Assert.Equal(keys.Select(key => KeyValuePair.Create(key, 7L * key)), seen);
    }

    [Fact]
    public void Taking_all_leaves_nothing()
    {
        using var maps = Make(new MapSpec("batch", MapType.Hash, 4, 8, 2000));
        var map = maps.Maps["batch"];
        var typed = new BpfMap<int, long>(map);
        for (var i = 0; i < 1500; i++)
            typed[i] = i;
        Assert.Equal(1500, map.TakeAll().Count);
        Assert.Equal(0, map.ReadAll().Count);
    }

    [Fact]
    public void Deleting_stops_at_a_key_that_is_not_there()
    {
        using var maps = Make(new MapSpec("batch", MapType.Hash, 4, 8, 10));
        var map = maps.Maps["batch"];
        new BpfMap<int, long>(map)[1] = 1;
        int[] keys = [1, 2, 3];
        Assert.Equal(Errno.NotFound, map.DeleteBatch(MemoryMarshal.AsBytes(keys.AsSpan()), out var done));
        Assert.Equal(1, done);
    }

    [Fact]
    public void Tries_and_maps_without_batches_are_read_key_by_key()
    {
        using var maps = Make(new MapSpec("batch", MapType.LpmTrie, 8, 4, 100) { Flags = MapFlags.NoPrealloc });
        var map = maps.Maps["batch"];
        for (byte i = 1; i <= 40; i++)
            Assert.Equal(Errno.None, map.Update([24, 0, 0, 0, 10, 0, i, 0], [i, 0, 0, 0]));
        var all = map.ReadAll();
        Assert.Equal(40, all.Count);
        Assert.Equal(Enumerable.Range(1, 40), Enumerable.Range(0, 40).Select(i => (int)all.Value(i)[0]).Order());
    }

    [Fact]
    public void Values_of_all_cpus_are_added_up()
    {
        using var maps = Make(new MapSpec("batch", MapType.PerCpuArray, 4, 8, 2));
        var map = new BpfPerCpuMap<int, long>(maps.Maps["batch"]);
        var values = Enumerable.Range(1, map.CpuCount).Select(cpu => 10L * cpu).ToArray();
        map.Update(1, values);
        Assert.Equal(values.Sum(), map.Sum(1));
        Assert.Equal(values.Max(), map.Max(1));
        Assert.Equal(0, map.Sum(0));
    }

    static KernelCollection Make(MapSpec map)
    {
        RunningKernel.Need();
        using var engine = new KernelEngine();
        return engine.Load(new BpfObject { Name = "maps", Maps = [map] });
    }
}
