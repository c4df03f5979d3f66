using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Maps;

namespace Sluice.Runtime.Tests.Maps;

/// <summary>How long values, maps and their memory live.</summary>
public sealed unsafe class LifetimeTests : IDisposable
{
    readonly BpfRuntime _runtime = new(new() { CpuCount = 2 });

    public void Dispose() => _runtime.Dispose();

    [Theory]
    [InlineData(MapType.Hash)]
    [InlineData(MapType.LpmTrie)]
    public void A_replaced_or_deleted_value_waits_for_a_run_however_long(MapType type)
    {
        using var map = Make(type);
        var cpu = _runtime.Cpus[0];
        ulong key = 32;
        long value = 42;
        Assert.Equal(Errno.None, map.Update(Bytes(key), Bytes(42)));
        cpu.Enter();
        var held = (long*)map.LookupFromProgram(cpu, (byte*)&key);

        // Far more than there are spare slots at first sight; when they run out, new values are refused, not old ones reused.
        var refused = false;
        for (var round = 0; round < 20_000 && !refused; round++)
            refused = map.Update(Bytes(key), Bytes(1000 + round)) == Errno.NoMemory;
        Assert.True(refused, "the room for values that wait has an end");
        Assert.Equal(value, *held);
        cpu.Exit();
        for (var round = 0; round < 20_000; round++)
            Assert.Equal(Errno.None, map.Update(Bytes(key), Bytes(round)));
    }

    [Fact]
    public void A_map_lives_as_long_as_anyone_refers_to_it()
    {
        var map = Make(MapType.Hash);
        var handle = (ulong)map.Header;
        map.AddReference();
        map.Dispose();
        map.Dispose();
        Assert.Equal(Errno.None, map.Update(Bytes(1), Bytes(1)));
        Assert.Same(map, MapTable.Find(handle));
        map.Release();
        Assert.Null(MapTable.Find(handle));
        Assert.Throws<ObjectDisposedException>(() => map.Update(Bytes(1), Bytes(1)));
    }

    [Fact]
    public void An_inner_map_that_a_run_holds_outlives_its_removal()
    {
        var inner = RuntimeMaps.Create(_runtime, new MapSpec("inner", MapType.Array, 4, 8, 1));
        using var outer = RuntimeMaps.Create(_runtime, new MapSpec("outer", MapType.ArrayOfMaps, 4, 4, 1) { Inner = inner.Spec });
        Assert.Equal(Errno.None, outer.Update(new byte[4], BitConverter.GetBytes(inner.Id)));
        inner.Dispose();
        var cpu = _runtime.Cpus[0];
        cpu.Enter();
        var key = 0;
        var handle = (ulong)outer.LookupFromProgram(cpu, (byte*)&key);
        Assert.Equal((ulong)inner.Header, handle);
        Assert.Equal(Errno.None, outer.Delete(new byte[4]));
        Assert.Same(inner, MapTable.Find(handle));
        Assert.True(inner.LookupFromProgram(cpu, (byte*)&key) != null);
        cpu.Exit();
        Make(MapType.Hash).Dispose(); // Whoever gives up a map next looks after those that waited.
        Assert.Null(MapTable.Find(handle));
    }

    [Fact]
    public void A_visitor_may_delete_what_it_is_shown()
    {
        using var map = Make(MapType.Hash);
        for (ulong key = 0; key < 100; key++)
            Assert.Equal(Errno.None, map.Update(Bytes(key), Bytes((long)key)));
        var cpu = _runtime.Cpus[1];
        cpu.Enter();
        var sum = 0L;
        Assert.Equal(100, map.ForEach(cpu, (key, value) =>
        {
            sum += *(long*)value;
            return map.DeleteFromProgram(cpu, key) == 0;
        }));
        cpu.Exit();
        Assert.Equal(4950, sum);
        Assert.Equal(Errno.NotFound, map.NextKey([], new byte[8]));
    }

    [Fact]
    public void A_kind_that_does_not_run_in_process_is_named()
    {
        var error = Assert.Throws<MapCreationException>(
            () => RuntimeMaps.Create(_runtime, new MapSpec("traces", MapType.StackTrace, 4, 64, 10)));
        Assert.Contains("stack_trace", error.Message);
        Assert.Contains("traces", error.Message);
        error = Assert.Throws<MapCreationException>(() => RuntimeMaps.Create(_runtime, new MapSpec("flows", MapType.Hash, 4, 8, 0)));
        Assert.Equal(Errno.InvalidArgument, error.Error);
    }

    [Fact]
    public void Programs_may_not_write_to_what_is_read_only_for_them()
    {
        using var map = RuntimeMaps.Create(_runtime, new MapSpec("config", MapType.Hash, 8, 8, 4) { Flags = MapFlags.ReadOnlyProgram });
        Assert.Equal(Errno.None, map.Update(Bytes(1), Bytes(1)));
        ulong key = 1;
        Assert.Equal(-(long)Errno.NotPermitted, map.UpdateFromProgram(_runtime.Cpus[0], (byte*)&key, (byte*)&key, 0));
        Assert.Equal(-(long)Errno.NotPermitted, map.DeleteFromProgram(_runtime.Cpus[0], (byte*)&key));
    }

    [Fact]
    public void Global_data_is_there_and_frozen_from_the_start()
    {
        using var map = RuntimeMaps.Create(_runtime, new MapSpec("prog.rodata", MapType.Array, 4, 8, 1)
        {
            DataSection = ".rodata",
            InitialData = [1, 2, 3, 4, 5, 6, 7, 8],
            IsFrozen = true,
            Flags = MapFlags.ReadOnlyProgram,
        });
        var value = new byte[8];
        Assert.Equal(Errno.None, map.Lookup(new byte[4], value));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], value);
        Assert.Equal(Errno.NotPermitted, map.Update(new byte[4], value));
    }

    RuntimeMap Make(MapType type) => RuntimeMaps.Create(_runtime, new MapSpec("values", type, 8, 8, 200)
    {
        Flags = type == MapType.LpmTrie ? MapFlags.NoPrealloc : MapFlags.None,
    });

    static byte[] Bytes(ulong key) => BitConverter.GetBytes(key);

    static byte[] Bytes(long value) => BitConverter.GetBytes(value);
}
