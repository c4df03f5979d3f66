using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Maps;

namespace Sluice.Runtime.Tests.Maps;

public sealed unsafe class LruHashTests : IDisposable
{
    const int Cpus = 2;

    readonly BpfRuntime _runtime = new(new() { CpuCount = Cpus });

    public void Dispose() => _runtime.Dispose();

    [Theory]
    [InlineData(MapType.LruHash)]
    [InlineData(MapType.LruPerCpuHash)]
    public void What_programs_use_survives_and_the_map_never_overflows(MapType type)
    {
        using var map = Make(type, 100);
        for (var key = 0; key < 100; key++)
            Assert.Equal(0, Put(map, 0, key));
        for (var key = 1000; key < 1090; key++)
        {
            for (var used = 0; used < 10; used++)
                Assert.True(Has(map, 0, used), $"key {used} is used all the time, but was evicted when {key} came");
            Assert.Equal(0, Put(map, 0, key));
            Assert.Equal(100, Keys(map).Count);
        }

        // The ten that were used, and the ninety that came last.
        Assert.Equal(Enumerable.Range(0, 10).Concat(Enumerable.Range(1000, 90)), Keys(map).Order());
    }

    [Fact]
    public void The_oldest_goes_first_when_nothing_is_used()
    {
        using var map = Make(MapType.LruHash, 8);
        for (var key = 0; key < 11; key++)
            Put(map, 0, key);
        Assert.Equal(Enumerable.Range(3, 8), Keys(map).Order());
    }

    [Fact]
    public void Replacing_a_value_in_a_full_map_evicts_nothing()
    {
        using var map = Make(MapType.LruHash, 8);
        for (var key = 0; key < 8; key++)
            Put(map, 0, key);
        for (var round = 0; round < 50; round++)
            Assert.Equal(0, Put(map, 0, round % 8));
        Assert.Equal(Enumerable.Range(0, 8), Keys(map).Order());
    }

    [Fact]
    public void Without_a_common_list_each_CPU_fills_and_evicts_its_own_share()
    {
        using var map = Make(MapType.LruHash, 8, MapFlags.NoCommonLru);
        for (var key = 0; key < 20; key++)
            Put(map, 0, key);
        Assert.Equal(Enumerable.Range(16, 4), Keys(map).Order());
        for (var key = 100; key < 120; key++)
            Put(map, 1, key);
        Assert.Equal(Enumerable.Range(16, 4).Concat(Enumerable.Range(116, 4)), Keys(map).Order());
    }

    RuntimeMap Make(MapType type, int entries, MapFlags flags = MapFlags.None) =>
        RuntimeMaps.Create(_runtime, new MapSpec("lru", type, 4, 8, entries) { Flags = flags });

    long Put(RuntimeMap map, int id, int key)
    {
        var cpu = _runtime.Cpus[id];
        long value = key;
        cpu.Enter();
        var result = map.UpdateFromProgram(cpu, (byte*)&key, (byte*)&value, 0);
        cpu.Exit();
        return result;
    }

    bool Has(RuntimeMap map, int id, int key)
    {
        var cpu = _runtime.Cpus[id];
        cpu.Enter();
        var found = map.LookupFromProgram(cpu, (byte*)&key) != null;
        cpu.Exit();
        return found;
    }

    static List<int> Keys(RuntimeMap map)
    {
        var keys = new List<int>();
        var key = new byte[4];
        for (var error = map.NextKey([], key); error == Errno.None; error = map.NextKey(key.ToArray(), key))
            keys.Add(BitConverter.ToInt32(key));
        return keys;
    }
}
