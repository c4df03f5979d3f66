using Sluice.Bpf.Platform;
using Sluice.Runtime.Maps;

namespace Sluice.Runtime.Tests.Maps;

/// <summary>The same random operations on a map in process and on the kernel's: every answer and every value must agree.</summary>
public sealed class KernelModelTests
{
    const int Operations = 4000;

    static readonly Dictionary<string, MapCase> s_cases = new()
    {
        ["array"] = Array(MapType.Array, 8, 37),
        ["array, odd value"] = Array(MapType.Array, 13, 5),
        ["array, user reads only"] = Array(MapType.Array, 4, 5, MapFlags.ReadOnly),
        ["array, user writes only"] = Array(MapType.Array, 4, 5, MapFlags.WriteOnly),
        ["per-CPU array"] = Array(MapType.PerCpuArray, 12, 7),
        ["hash, key 1"] = Hash(MapType.Hash, 1, 8, 20),
        ["hash, key 3"] = Hash(MapType.Hash, 3, 8, 20),
        ["hash, key 4"] = Hash(MapType.Hash, 4, 8, 20),
        ["hash, key 7"] = Hash(MapType.Hash, 7, 3, 40),
        ["hash, key 8, not preallocated"] = Hash(MapType.Hash, 8, 16, 40, MapFlags.NoPrealloc),
        ["hash, key 13"] = Hash(MapType.Hash, 13, 24, 40),
        ["hash, key 16"] = Hash(MapType.Hash, 16, 1, 1),
        ["hash, key 17"] = Hash(MapType.Hash, 17, 8, 300),
        ["hash, key 40"] = Hash(MapType.Hash, 40, 8, 40, MapFlags.NoPrealloc | MapFlags.ZeroSeed),
        ["hash, user reads only"] = Hash(MapType.Hash, 4, 8, 40, MapFlags.ReadOnly),
        ["hash, user writes only"] = Hash(MapType.Hash, 4, 8, 40, MapFlags.WriteOnly),
        ["per-CPU hash"] = Hash(MapType.PerCpuHash, 5, 12, 30),
        ["per-CPU hash, not preallocated"] = Hash(MapType.PerCpuHash, 4, 8, 30, MapFlags.NoPrealloc),
        ["LRU hash, never full"] = Hash(MapType.LruHash, 13, 24, 4000) with { Key = MapCase.OneOf(13, 60) },
        ["LRU per-CPU hash, never full"] = Hash(MapType.LruPerCpuHash, 4, 24, 4000) with { Key = MapCase.OneOf(4, 60) },
        ["LPM, IPv4"] = Lpm(4, 8, 60, 4),
        ["LPM, IPv4, full"] = Lpm(4, 8, 10, 2),
        ["LPM, IPv6"] = Lpm(16, 8, 60, 2),
        ["LPM, 1 byte"] = Lpm(1, 4, 60, 4),
        ["LPM, 2 bytes"] = Lpm(2, 4, 60, 4),
        ["LPM, 5 bytes"] = Lpm(5, 4, 60, 2),
        ["LPM, 8 bytes"] = Lpm(8, 4, 60, 2),
        ["LPM, 20 bytes"] = Lpm(20, 4, 60, 1),
        ["LPM, 256 bytes"] = Lpm(256, 4, 60, 1),
        ["queue"] = Keyless(MapType.Queue, 12, 7),
        ["stack"] = Keyless(MapType.Stack, 5, 7),
        ["bloom filter"] = Keyless(MapType.BloomFilter, 8, 1000) with { Value = MapCase.OneOf(8, 60), LooksUpByValue = true },
        ["bloom filter, 3 hashes"] = new(
            MapCase.Specify(MapType.BloomFilter, 0, 20, 2000, MapFlags.ZeroSeed) with { Extra = 3 }, _ => [])
        {
            Value = MapCase.OneOf(20, 30),
            LooksUpByValue = true,
        },
        ["devmap"] = Array(MapType.DevMap, 4, 9) with { Value = MapCase.NumberOf(4, 0, 1) },
        ["devmap with programs"] = Array(MapType.DevMap, 8, 9) with { Value = MapCase.NumberOf(8, 0, 1) },
        ["devmap hash"] = Hash(MapType.DevMapHash, 4, 4, 9) with { Value = MapCase.NumberOf(4, 0, 1) },
        ["devmap hash with programs"] = Hash(MapType.DevMapHash, 4, 8, 9) with { Value = MapCase.NumberOf(8, 0, 1) },
        ["cpumap"] = Array(MapType.CpuMap, 4, 4) with { Value = MapCase.NumberOf(4, 0, 192, 16385), Operations = 200 },
        ["ring buffer"] = new(MapCase.Specify(MapType.RingBuffer, 0, 0, 4096), _ => []),
        ["perf event array"] = Array(MapType.PerfEventArray, 4, 3) with { Value = MapCase.NumberOf(4, uint.MaxValue) },
    };

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory, MemberData(nameof(Cases))]
    public void Answers_as_the_kernel_does(string name)
    {
        var testCase = s_cases[name];
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var runtime = new BpfRuntime(new() { CpuCount = KernelMap.PossibleCpus });
        using var kernel = KernelMap.Make(testCase.Spec);
        using var ours = RuntimeMaps.Create(runtime, testCase.Spec);
        Assert.Equal(kernel.ValueBufferSize, ours.ValueBufferSize);
        var comparison = new MapComparison(testCase, kernel, ours, $"{name}, seed {seed}");
        for (var step = 0; step < (testCase.Operations ?? Operations); step++)
        {
            comparison.Step(random);
            if (step % 200 == 0)
                comparison.CompareAll();
        }

        comparison.CompareAll();
        comparison.CompareFreeze();
        for (var step = 0; step < 50; step++)
            comparison.Step(random);
        comparison.CompareFreeze();
        comparison.CompareAll();
    }

    static MapCase Array(MapType type, int value, int entries, MapFlags flags = MapFlags.None) =>
        new(MapCase.Specify(type, 4, value, entries, flags), MapCase.Index(entries)) { IsOrdered = true };

    static MapCase Hash(MapType type, int key, int value, int entries, MapFlags flags = MapFlags.None) =>
        new(MapCase.Specify(type, key, value, entries, flags), MapCase.OneOf(key, entries * 3 / 2 + 2));

    static MapCase Keyless(MapType type, int value, int entries) => new(MapCase.Specify(type, 0, value, entries), _ => []);

    static MapCase Lpm(int data, int value, int entries, int bytes) =>
        new(MapCase.Specify(MapType.LpmTrie, 4 + data, value, entries, MapFlags.NoPrealloc), MapCase.Prefix(data, bytes)) { IsOrdered = true };
}
