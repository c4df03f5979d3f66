using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Maps;
using Sluice.Runtime.Tests.Execution;

namespace Sluice.Runtime.Tests.Maps;

/// <summary>Maps that hold maps, programs and sockets, compared with the kernel's.</summary>
public sealed class KernelReferenceTests
{
    const int Operations = 1500;

    // The first three fit an outer map made for the first; the others differ in entries, size, type and flags.
    static readonly MapSpec[] s_inner =
    [
        MapCase.Specify(MapType.Array, 4, 8, 3),
        MapCase.Specify(MapType.Array, 4, 8, 3),
        MapCase.Specify(MapType.Array, 4, 8, 3),
        MapCase.Specify(MapType.Array, 4, 8, 4),
        MapCase.Specify(MapType.Array, 4, 16, 3),
        MapCase.Specify(MapType.Hash, 4, 8, 3),
        MapCase.Specify(MapType.Hash, 4, 8, 5),
        MapCase.Specify(MapType.Hash, 4, 8, 3, MapFlags.NoPrealloc),
        MapCase.Specify(MapType.Array, 4, 8, 4, MapFlags.InnerMap),
        MapCase.Specify(MapType.Array, 4, 8, 5, MapFlags.InnerMap),
        MapCase.Specify(MapType.PerCpuArray, 4, 8, 3),
        MapCase.Specify(MapType.RingBuffer, 0, 0, 4096),
        MapCase.Specify(MapType.RingBuffer, 0, 0, 8192),
        MapCase.Specify(MapType.LruHash, 4, 8, 100),
    ];

    [Theory]
    [InlineData(MapType.ArrayOfMaps, 0)]
    [InlineData(MapType.ArrayOfMaps, 5)]
    [InlineData(MapType.ArrayOfMaps, 8)]
    [InlineData(MapType.ArrayOfMaps, 10)]
    [InlineData(MapType.ArrayOfMaps, 11)]
    [InlineData(MapType.HashOfMaps, 0)]
    [InlineData(MapType.HashOfMaps, 7)]
    [InlineData(MapType.HashOfMaps, 13)]
    public void Maps_of_maps_answer_as_the_kernel_s_do(MapType type, int model)
    {
        var seed = Random.Shared.Next();
        using var runtime = new BpfRuntime(new() { CpuCount = KernelMap.PossibleCpus });
        var theirs = Array.ConvertAll(s_inner, spec => KernelMap.Make(spec));
        var ours = Array.ConvertAll(s_inner, spec => RuntimeMaps.Create(runtime, spec));
        var spec = MapCase.Specify(type, 4, 4, 6) with { Inner = s_inner[model] };
        using var kernel = KernelMap.Make(spec, theirs[model]);
        using var map = RuntimeMaps.Create(runtime, spec);
        var numbers = Enumerable.Range(0, s_inner.Length + 1).Select(number => (uint)number).ToArray();
        var testCase = new MapCase(spec, type == MapType.ArrayOfMaps ? MapCase.Index(6) : MapCase.OneOf(4, 10))
        {
            Value = MapCase.NumberOf(4, numbers),
            IsOrdered = type == MapType.ArrayOfMaps,
        };
        var comparison = new MapComparison(testCase,
            new TranslatingMap(kernel, [.. theirs.Select(inner => (uint)inner.Descriptor), uint.MaxValue], [.. theirs.Select(inner => inner.Id)]),
            new TranslatingMap(map, [.. ours.Select(inner => inner.Id), uint.MaxValue], [.. ours.Select(inner => inner.Id)]),
            $"{type} of {s_inner[model]}, seed {seed}");
        Run(comparison, new Random(seed));

        foreach (var inner in ours)
            inner.Dispose();
        comparison.CompareAll(); // The slots keep them.
        foreach (var inner in theirs)
            inner.Dispose();
    }

    [Fact]
    public void Program_arrays_answer_as_the_kernel_s_do()
    {
        var seed = Random.Shared.Next();
        using var runtime = new BpfRuntime(new() { CpuCount = KernelMap.PossibleCpus });
        var spec = MapCase.Specify(MapType.ProgramArray, 4, 4, 6);
        using var kernel = KernelMap.Make(spec);
        using var ours = RuntimeMaps.Create(runtime, spec);
        var descriptor = KernelMap.LoadPass();
        using var program = runtime.Load(Programs.Raw(new(0xb7, 0, 0, 2), new(0x95, 0, 0, 0)));

        // The kernel shows an id that only it knows: both are taken for the one program there is.
        Assert.Equal(Errno.None, kernel.Update(new byte[4], BitConverter.GetBytes(descriptor)));
        var shown = new byte[4];
        Assert.Equal(Errno.None, kernel.Lookup(new byte[4], shown));
        Assert.Equal(Errno.None, kernel.Delete(new byte[4]));
        var testCase = new MapCase(spec, MapCase.Index(6)) { Value = MapCase.NumberOf(4, 0, 1), IsOrdered = true };
        Run(new MapComparison(testCase,
            new TranslatingMap(kernel, [(uint)descriptor, uint.MaxValue], [BitConverter.ToUInt32(shown)]),
            new TranslatingMap(ours, [program.Id, uint.MaxValue], [program.Id]),
            $"program array, seed {seed}"), new Random(seed));
        KernelMap.CloseDescriptor(descriptor);
    }

    [Fact]
    public void Socket_maps_without_sockets_answer_as_the_kernel_s_do()
    {
        var seed = Random.Shared.Next();
        using var runtime = new BpfRuntime(new() { CpuCount = KernelMap.PossibleCpus });
        var spec = MapCase.Specify(MapType.XskMap, 4, 4, 6);
        using var kernel = KernelMap.Make(spec);
        using var ours = RuntimeMaps.Create(runtime, spec);
        var testCase = new MapCase(spec, MapCase.Index(6)) { Value = MapCase.NumberOf(4, 0), IsOrdered = true };
        Run(new MapComparison(testCase,
            new TranslatingMap(kernel, [uint.MaxValue], []), new TranslatingMap(ours, [0], []), $"xskmap, seed {seed}"), new Random(seed));
    }

    static void Run(MapComparison comparison, Random random)
    {
        for (var step = 0; step < Operations; step++)
            comparison.Step(random);
        comparison.CompareAll();
    }
}
