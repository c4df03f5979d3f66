using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Maps;

namespace Sluice.Runtime.Tests.Maps;

/// <summary>
/// Runs on several CPUs look up, replace and delete in one map. A value is its key and a stamp that no other value has, four
/// times over: a slot that is reused, or filled, under a run that holds it shows as words that differ or change.
/// </summary>
public sealed class ConcurrencyTests
{
    const int Threads = 3, Runs = 6000, HeldPerRun = 4, Keys = 200, Words = 4;

    [Theory]
    [InlineData(MapType.Hash)]
    [InlineData(MapType.LruHash)]
    [InlineData(MapType.TimeoutHash)]
    [InlineData(MapType.LpmTrie)]
    public async Task A_value_that_a_run_holds_stays_what_it_was(MapType type)
    {
        var seed = Random.Shared.Next();
        using var runtime = new BpfRuntime(new() { CpuCount = Threads });
        var spec = new MapSpec("shared", type, 8, Words * sizeof(ulong), 150)
        {
            Flags = type == MapType.LpmTrie ? MapFlags.NoPrealloc : MapFlags.None,
        };
        using var map = RuntimeMaps.Create(runtime, spec);
        var tasks = Enumerable.Range(0, Threads).Select(id =>
            Task.Run(() => Hammer(runtime, map, id, new Random(seed + id), seed), TestContext.Current.CancellationToken));
        var host = Task.Run(() => Browse(map, new Random(seed - 1), seed), TestContext.Current.CancellationToken);
        await Task.WhenAll([.. tasks, host]);

        // Nothing was leaked or counted twice: the map takes exactly as many entries as it should.
        var key = new byte[8];
        while (map.NextKey([], key) == Errno.None)
            Assert.Equal(Errno.None, map.Delete(key));
        if (type == MapType.LruHash)
            return;
        for (var number = 0; number < 150; number++)
            Assert.Equal(Errno.None, Put(map, number));
        Assert.Equal(type == MapType.LpmTrie ? Errno.NoSpace : Errno.TooBig, Put(map, 150));
    }

    static unsafe void Hammer(BpfRuntime runtime, RuntimeMap map, int id, Random random, int seed)
    {
        var cpu = runtime.Cpus[id];
        var held = stackalloc ulong*[HeldPerRun];
        var seen = stackalloc ulong[HeldPerRun];
        var value = stackalloc ulong[Words];
        for (var run = 0; run < Runs; run++)
        {
            cpu.Enter();
            for (var index = 0; index < HeldPerRun; index++)
            {
                var key = Key(map, random.Next(Keys));
                held[index] = (ulong*)map.LookupFromProgram(cpu, (byte*)&key);
                seen[index] = held[index] == null ? 0 : held[index][0];
                var other = Key(map, random.Next(Keys));
                Stamp(value, (ulong)random.NextInt64());
                if (random.Next(3) == 0)
                    map.DeleteFromProgram(cpu, (byte*)&other);
                else
                    map.UpdateFromProgram(cpu, (byte*)&other, (byte*)value, 0);
            }

            for (var index = 0; index < HeldPerRun; index++)
            {
                for (var word = 0; held[index] != null && word < Words; word++)
                    Assert.True(held[index][word] == seen[index], $"seed {seed}: run {run} on CPU {id} holds a value that changed");
            }

            cpu.Exit();
        }
    }

    static void Browse(RuntimeMap map, Random random, int seed)
    {
        Span<byte> value = stackalloc byte[Words * sizeof(ulong)];
        Span<byte> next = stackalloc byte[8];
        for (var round = 0; round < Runs; round++)
        {
            var key = BitConverter.GetBytes(Key(map, random.Next(Keys)));
            if (map.Lookup(key, value) == Errno.None)
            {
                var first = BitConverter.ToUInt64(value);
                for (var word = 1; word < Words; word++)
                    Assert.True(first == BitConverter.ToUInt64(value[(word * sizeof(ulong))..]), $"seed {seed}: the host read half a value");
            }

            map.NextKey(key, next);
        }
    }

    /// <summary>A number as a key; for a trie a prefix that others cover.</summary>
    static ulong Key(RuntimeMap map, int number) => map.Spec.Type == MapType.LpmTrie
        ? (uint)(8 + (number % 25)) | (ulong)(uint)(number * 0x01010000) << 32
        : (ulong)number * 0x9e3779b97f4a7c15;

    static unsafe Errno Put(RuntimeMap map, int number)
    {
        var value = stackalloc ulong[Words];
        Stamp(value, (ulong)number);
        return map.Update(BitConverter.GetBytes(map.Spec.Type == MapType.LpmTrie ? 32 | (ulong)(uint)number << 32 : (ulong)number),
            new ReadOnlySpan<byte>(value, Words * sizeof(ulong)));
    }

    static unsafe void Stamp(ulong* value, ulong stamp)
    {
        for (var word = 0; word < Words; word++)
            value[word] = stamp;
    }
}
