using Sluice.Bpf.Btf;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Maps;

namespace Sluice.Runtime.Tests.Maps;

/// <summary>Maps whose values hold locks and timers, compared with the kernel's: neither shows them or lets them be written.</summary>
public sealed class KernelFieldTests
{
    const int Operations = 2000;

    [Theory]
    [InlineData(MapType.Array, "bpf_spin_lock", 4, MapFlags.None)]
    [InlineData(MapType.Hash, "bpf_spin_lock", 4, MapFlags.None)]
    [InlineData(MapType.Hash, "bpf_spin_lock", 4, MapFlags.NoPrealloc)]
    [InlineData(MapType.Array, "bpf_timer", 16, MapFlags.None)]
    [InlineData(MapType.Hash, "bpf_timer", 16, MapFlags.None)]
    [InlineData(MapType.LruHash, "bpf_timer", 16, MapFlags.None)]
    public void Answer_as_the_kernel_does(MapType type, string field, int size, MapFlags flags)
    {
        var seed = Random.Shared.Next();
        var entries = type == MapType.LruHash ? 2000 : 12;
        var types = Describe(field, size, out var key, out var value);
        var spec = MapCase.Specify(type, 4, value.Size, entries, flags) with { KeyType = key, ValueType = value };
        using var runtime = new BpfRuntime(new() { CpuCount = KernelMap.PossibleCpus });
        using var kernel = KernelMap.MakeDescribed(spec, BtfWriter.Write(types));
        using var ours = RuntimeMaps.Create(runtime, spec);
        Assert.Equal(field == "bpf_spin_lock" ? 8 : -1, ours.SpinLockOffset);
        var isOrdered = type == MapType.Array;
        var comparison = new MapComparison(new MapCase(spec, isOrdered ? MapCase.Index(12) : MapCase.OneOf(4, 20)) { IsOrdered = isOrdered },
            kernel, ours, $"{type} with {field}, seed {seed}");
        var random = new Random(seed);
        for (var step = 0; step < Operations; step++)
            comparison.Step(random);
        comparison.CompareAll();
        comparison.CompareFreeze();
        comparison.Step(random);
    }

    /// <summary><c>struct value { int first; struct field special; long last; }</c>, the special field 8 bytes from the start.</summary>
    static BtfTypes Describe(string field, int size, out BtfType key, out BtfStruct value)
    {
        var builder = new BtfBuilder();
        key = builder.Integer("unsigned int", 4);
        var word = builder.Integer("unsigned long long", 8);
        var special = size == 4
            ? builder.Struct(field, 4, [new BtfMember("val", key, 0, 0)])
            : builder.Struct(field, 16, [new BtfMember("__opaque", builder.Array(word, 2, key), 0, 0)]);
        value = builder.Struct("value", 16 + Math.Max(size, 8),
        [
            new BtfMember("first", key, 0, 0),
            new BtfMember("special", special, 64, 0),
            new BtfMember("last", word, 64 + (Math.Max(size, 8) * 8), 0),
        ]);
        return builder.Build();
    }
}
