using System.Collections.Immutable;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Code;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps;

namespace Sluice.Runtime.Tests.Execution;

public sealed class CollectionTests
{
    [Fact]
    public void A_program_runs_beside_a_worker_of_the_same_thread_that_holds_the_only_cpu()
    {
        using var runtime = new BpfRuntime(new() { CpuCount = 1 });
        using var program = runtime.Load(Programs.Raw(Assembler.Assemble("r0 = r2\nexit")));
        using var worker = program.OpenWorker();

        Assert.Equal(5UL, program.Run(new byte[5]).ReturnValue);

        worker.Packet.Load(new byte[7], 0);
        Assert.Equal(7UL, worker.Run());
    }

    static readonly MapSpec s_counts = new("counts", MapType.Array, 4, 8, 4);

    public static TheoryData<ExecutionMode> Modes => new(Enum.GetValues<ExecutionMode>());

    [Theory, MemberData(nameof(Modes))]
    public void Programs_and_the_host_share_maps(ExecutionMode mode)
    {
        using var runtime = new BpfRuntime(new() { CpuCount = 1, Mode = mode });
        using var collection = runtime.Load(Object([s_counts], Count("count")));

        _ = collection.Program("count").Run([2]);
        _ = collection.Program("count").Run([2]);
        var miss = collection.Program("count").Run([9]).ReturnValue;

        Assert.Equal(2ul, collection.Map<uint, ulong>("counts")[2]);
        Assert.Equal(0ul, collection.Map<uint, ulong>("counts")[1]);
        Assert.Equal(ulong.MaxValue, miss);
    }

    [Theory, MemberData(nameof(Modes))]
    public void Tail_calls_follow_the_array(ExecutionMode mode)
    {
        var jumps = new MapSpec("jumps", MapType.ProgramArray, 4, 4, 8) { InitialSlots = [(1, "second"), (2, "first")] };
        using var runtime = new BpfRuntime(new() { CpuCount = 1, Mode = mode });
        using var collection = runtime.Load(Object([jumps], Jump("first", 1), Program("second", "r0 = 2\nexit"), Jump("nowhere", 5)));

        Assert.Equal(2ul, collection.Program("first").Run([]).ReturnValue);
        Assert.Equal(77ul, collection.Program("nowhere").Run([]).ReturnValue);
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_chain_of_tail_calls_ends_after_33(ExecutionMode mode)
    {
        var jumps = new MapSpec("jumps", MapType.ProgramArray, 4, 4, 8) { InitialSlots = [(0, "again")] };
        var again = Program("again", """
            r6 = r1
            r3 = *(u8 *)(r6 + 0)
            r3 += 1
            *(u8 *)(r6 + 0) = r3
            r2 = map[jumps]
            r3 = 0
            call bpf_tail_call
            r0 = *(u8 *)(r6 + 0)
            exit
            """, new Relocation(4, RelocationKind.Map, "jumps"));
        using var runtime = new BpfRuntime(new() { CpuCount = 1, Mode = mode });
        using var collection = runtime.Load(Object([jumps], again));

        Assert.Equal(34ul, collection.Program("again").Run([0]).ReturnValue);
    }

    [Fact]
    public void A_shared_map_outlives_the_collection()
    {
        using var runtime = new BpfRuntime(new() { CpuCount = 1 });
        using var counts = RuntimeMaps.Create(runtime, s_counts);
        for (var round = 0; round < 2; round++)
        {
            using var collection = runtime.Load(Object([s_counts], Count("count")), new Dictionary<string, IBpfMap> { ["counts"] = counts });
            _ = collection.Program("count").Run([1]);
        }

        Assert.Equal(2ul, new BpfMap<uint, ulong>(counts)[1]);
    }

    [Fact]
    public void A_shared_map_of_another_shape_is_refused()
    {
        using var runtime = new BpfRuntime(new() { CpuCount = 1 });
        using var counts = RuntimeMaps.Create(runtime, s_counts with { MaxEntries = 5 });

        var error = Assert.Throws<ArgumentException>(() =>
            runtime.Load(Object([s_counts], Count("count")), new Dictionary<string, IBpfMap> { ["counts"] = counts }));

        Assert.Contains("5 entries", error.Message);
    }

    [Fact]
    public void One_bad_program_refuses_the_object_and_harms_nothing_else()
    {
        using var runtime = new BpfRuntime(new() { CpuCount = 1 });

        Assert.Throws<BpfLoadException>(() => runtime.Load(Object([s_counts], Count("count"), Program("bad", "call 4711\nexit"))));

        using var collection = runtime.Load(Object([s_counts], Count("count")));
        Assert.Contains("count", Assert.Throws<KeyNotFoundException>(() => collection.Program("bad")).Message);
    }

    static ProgramSpec Count(string name) => Program(name, """
        r3 = *(u8 *)(r1 + 0)
        *(u32 *)(r10 - 4) = r3
        r2 = r10
        r2 += -4
        r1 = map[counts]
        call bpf_map_lookup_elem
        if r0 == 0 goto missing
        r1 = 1
        lock *(u64 *)(r0 + 0) += r1
        r0 = 0
        exit
        missing:
        r0 = -1
        exit
        """, new Relocation(4, RelocationKind.Map, "counts"));

    static ProgramSpec Jump(string name, int index) => Program(name, $"""
        r2 = map[jumps]
        r3 = {index}
        call bpf_tail_call
        r0 = 77
        exit
        """, new Relocation(0, RelocationKind.Map, "jumps"));

    static ProgramSpec Program(string name, string text, params ImmutableArray<Relocation> relocations)
    {
        var code = Assembler.Assemble(text.Replace("map[counts]", "0 ll").Replace("map[jumps]", "0 ll"));
        return new()
        {
            Function = new() { Name = name, Section = "raw", Instructions = code, Relocations = relocations },
            Type = ProgramType.Raw,
        };
    }

    static BpfObject Object(ImmutableArray<MapSpec> maps, params ImmutableArray<ProgramSpec> programs) =>
        new() { Name = "test", Maps = maps, Programs = programs };
}
