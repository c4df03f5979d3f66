using Sluice.Bpf.Assembly;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps;

namespace Sluice.Runtime.Tests.Execution;

public sealed class FaultTests
{
    public static TheoryData<string, string, FaultKind, int> Faulting => new()
    {
        { "a byte behind the packet", "r0 = *(u8 *)(r1 + 16)\nexit", FaultKind.OutOfBounds, 0 },
        { "a word across its end", "r0 = *(u32 *)(r1 + 14)\nexit", FaultKind.OutOfBounds, 0 },
        { "a byte before it", "*(u8 *)(r1 - 1) = 1\nexit", FaultKind.OutOfBounds, 0 },
        { "null", "r2 = 0\nr0 = *(u64 *)(r2 + 8)\nexit", FaultKind.NullDereference, 1 },
        { "behind the stack", "*(u64 *)(r10 + 0) = 1\nexit", FaultKind.OutOfBounds, 0 },
        { "a made-up address", "r2 = 0x123456789abcdef0 ll\n*(u8 *)(r2 + 0) = 1\nexit", FaultKind.OutOfBounds, 2 },
        { "a function's address", "r2 = subprog[f]\nr0 = *(u8 *)(r2 + 0)\nexit\nf:\nexit", FaultKind.OutOfBounds, 2 },
        { "an endless loop", "r0 = 0\nagain:\nr0 += 1\ngoto again", FaultKind.BudgetSpent, 2 },
        { "a conditional endless loop", "r0 = 0\nagain:\nr0 += 1\nif r1 != 0 goto again\nexit", FaultKind.BudgetSpent, 2 },
        { "endless recursion", "call f\nexit\nf:\ncall f\nexit", FaultKind.CallDepth, 2 },
        { "an odd atomic", "r2 = 1\nlock *(u32 *)(r1 + 1) += r2\nexit", FaultKind.Misaligned, 1 },
        { "no map", "r2 = r10\nr2 += -4\ncall bpf_map_lookup_elem\nexit", FaultKind.BadMapHandle, 2 },
        { "a key behind the packet", "r2 = r1\nr2 += 13\nr1 = map[idx:0]\ncall bpf_map_lookup_elem\nexit", FaultKind.BadHelperArgument, 4 },
        { "a map of another kind", "r1 = map[idx:0]\nr2 = 0\ncall bpf_ringbuf_query\nexit", FaultKind.BadMapHandle, 3 },
        { "bytes at null", "r1 = 0\nr2 = 0\nr3 = 0\nr4 = 64\nr5 = 0\ncall bpf_csum_diff\nexit", FaultKind.BadHelperArgument, 5 },
        { "a write to a read-only map", "r1 = map[idx:0][0] + 0\n*(u8 *)(r1 + 0) = 1\nexit", FaultKind.ReadOnly, 2 },
        { "a callback that is none", "r1 = 1\nr2 = 42\nr3 = 0\nr4 = 0\ncall bpf_loop\nexit", FaultKind.BadHelperArgument, 4 },
        { "a call through a number", "r2 = 77777\ncallx r2\nexit", FaultKind.BadCallTarget, 1 },
        { "a relocation without a counterpart", "call 195896080\nexit", FaultKind.UnresolvedRelocation, 0 },
    };

    [Theory, MemberData(nameof(Faulting))]
    public void A_fault_ends_the_run_and_says_where(string what, string text, FaultKind kind, int slot)
    {
        using var runtime = new BpfRuntime(new() { CpuCount = 1, Budget = 1000 });
        var spec = new MapSpec("constants", MapType.Array, 4, 8, 1) { Flags = MapFlags.ReadOnlyProgram };
        using var map = RuntimeMaps.Create(runtime, spec);
        var program = Programs.Link(ProgramType.Raw, Assembler.Assemble(text), spec);
        foreach (var mode in new[] { ExecutionMode.Interpret, ExecutionMode.Sandbox })
        {
            using var loaded = runtime.Load(program, [map], mode);

            var fault = Assert.Throws<BpfFaultException>(() => loaded.Run(new byte[16]).ReturnValue);

            Assert.True(fault.Kind == kind && fault.Slot == slot, $"{what}, {mode}: {fault.Kind} at {fault.Slot}: {fault.Message}");
            Assert.Equal("main", fault.Program);
            Assert.Contains($"instruction {slot}", fault.Message);
        }
    }

    [Fact]
    public void A_lock_that_was_written_over_is_not_waited_for_for_ever()
    {
        using var runtime = new BpfRuntime(new() { CpuCount = 1 });
        var spec = new MapSpec("locks", MapType.Array, 4, 8, 1);
        using var map = RuntimeMaps.Create(runtime, spec);
        using var program = runtime.Load(
            Programs.Link(ProgramType.Raw, Assembler.Assemble("r1 = map[idx:0][0] + 0\n*(u32 *)(r1 + 0) = 1\ncall bpf_spin_lock\nexit"), spec), [map]);

        var fault = Assert.Throws<BpfFaultException>(() => program.Run([]).ReturnValue);

        Assert.Equal((FaultKind.LockHeld, 3), (fault.Kind, fault.Slot));
    }

    [Fact]
    public void A_fault_of_memory_names_the_address_and_the_region()
    {
        using var runtime = new BpfRuntime(new() { CpuCount = 1 });
        using var program = runtime.Load(Programs.Raw(Assembler.Assemble("r0 = *(u32 *)(r1 + 14)\nexit")));
        using var worker = program.OpenWorker();
        worker.Packet.Load(new byte[16], 0);

        var fault = Assert.Throws<BpfFaultException>(() => worker.Run());

        unsafe
        {
            Assert.Equal((ulong)worker.Packet.Data + 14, fault.Address);
            Assert.Equal($"packet [0x{(ulong)worker.Packet.Data:x}, 0x{(ulong)worker.Packet.DataEnd:x})", fault.Region);
        }

        Assert.Equal(4ul, fault.Size);
        Assert.False(fault.IsWrite);
        Assert.Contains("reads 4 bytes", fault.Message);
    }

    [Fact]
    public void After_a_fault_the_runtime_goes_on()
    {
        using var runtime = new BpfRuntime(new() { CpuCount = 1 });
        using var bad = runtime.Load(Programs.Raw(Assembler.Assemble("r0 = *(u64 *)(r0 + 0)\nexit")));
        using var good = runtime.Load(Programs.Raw(Assembler.Assemble("r0 = 7\nexit")));

        for (var round = 0; round < 3; round++)
        {
            Assert.Throws<BpfFaultException>(() => bad.Run([]).ReturnValue);
            Assert.Equal(7ul, good.Run([]).ReturnValue);
        }

        Assert.Equal(long.MaxValue, runtime.OldestEpoch());
    }

    [Fact]
    public void Many_threads_share_few_cpus()
    {
        using var runtime = new BpfRuntime(new() { CpuCount = 2 });
        using var program = runtime.Load(Programs.Raw(Assembler.Assemble("""
            r0 = *(u64 *)(r1 + 0)
            *(u64 *)(r10 - 8) = r0
            *(u64 *)(r1 + 0) = 0
            r2 = r10
            r0 = *(u64 *)(r2 - 8)
            exit
            """)));

        Parallel.For(0, 2000, number =>
            Assert.Equal((ulong)number, program.Run(BitConverter.GetBytes((ulong)number)).ReturnValue));
    }
}
