using Sluice.Bpf.Assembly;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Tests.Execution;

public sealed class RawProgramTests
{
    static readonly BpfRuntime s_runtime = new(new() { CpuCount = 2 });

    public static TheoryData<ExecutionMode> Modes => new(Enum.GetValues<ExecutionMode>());

    [Theory, MemberData(nameof(Modes))]
    public void Gets_its_memory_in_r1_and_the_length_in_r2(ExecutionMode mode)
    {
        using var program = Load("""
            r0 = *(u8 *)(r1 + 2)
            *(u8 *)(r1 + 0) = 7
            r0 <<= 8
            r0 |= r2
            exit
            """, mode);

        var result = program.Run([1, 2, 3, 4]);

        Assert.Equal(0x304ul, result.ReturnValue);
        Assert.Equal([7, 2, 3, 4], result.Packet.ToArray());
    }

    [Theory, MemberData(nameof(Modes))]
    public void Without_memory_both_are_zero(ExecutionMode mode)
    {
        using var program = Load("r0 = r1\nr0 |= r2\nexit", mode);

        Assert.Equal(0ul, program.Run([]).ReturnValue);
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_worker_runs_in_place(ExecutionMode mode)
    {
        using var program = Load("r0 = *(u8 *)(r1 + 0)\nr0 += 1\n*(u8 *)(r1 + 0) = r0\nexit", mode);
        using var worker = program.OpenWorker();

        worker.Packet.Load([5], 0);

        Assert.Equal(6ul, worker.Run());
        Assert.Equal(7ul, worker.Run());
        Assert.Equal([7], worker.Packet.Packet.ToArray());
        Assert.Equal(107ul, worker.Repeat(100));
        Assert.Equal([107], worker.Packet.Packet.ToArray());
        Assert.Equal(0ul, worker.Repeat(0));
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_run_begins_anew_whatever_the_last_one_did(ExecutionMode mode)
    {
        using var program = s_runtime.Load(
            Programs.Link(ProgramType.Xdp, Assembler.Assemble(
                """
                r2 = *(u32 *)(r1 + 0)
                r3 = *(u32 *)(r1 + 4)
                r0 = 2
                r4 = r2
                r4 += 1
                if r4 > r3 goto done
                r2 = *(u8 *)(r2 + 0)
                if r2 == 0 goto done
                r1 = 7
                r2 = 0
                call bpf_redirect
                done:
                exit
                """)),
            mode: mode);
        using var worker = program.OpenWorker();

        worker.Packet.Load([1], 0);
        Assert.Equal(4ul, worker.Run());
        Assert.Equal(7, worker.Redirect.InterfaceIndex);
        worker.Packet.Load([0], 0);
        Assert.Equal(2ul, worker.Run());
        Assert.Equal(default, worker.Redirect);
    }

    [Theory, MemberData(nameof(Modes))]
    public void Functions_have_frames_and_registers_of_their_own(ExecutionMode mode)
    {
        using var program = Load("""
            r6 = 6
            *(u64 *)(r10 - 8) = 5
            r1 = 40
            call twice
            r0 += r6
            r1 = *(u64 *)(r10 - 8)
            r0 += r1
            exit
            twice:
            r6 = 1
            *(u64 *)(r10 - 8) = r1
            r0 = *(u64 *)(r10 - 8)
            r0 += r1
            exit
            """, mode);

        Assert.Equal(91ul, program.Run([]).ReturnValue);
    }

    [Theory, MemberData(nameof(Modes))]
    public void Loops_call_back(ExecutionMode mode)
    {
        using var program = Load("""
            *(u64 *)(r10 - 8) = 0
            r1 = 10
            r2 = subprog[add]
            r3 = r10
            r3 += -8
            r4 = 0
            call bpf_loop
            r1 = *(u64 *)(r10 - 8)
            r0 *= 100
            r0 += r1
            exit
            add:
            r3 = *(u64 *)(r2 + 0)
            r3 += r1
            *(u64 *)(r2 + 0) = r3
            r0 = 0
            if r1 != 5 goto done
            r0 = 1
            done:
            exit
            """, mode);

        Assert.Equal(615ul, program.Run([]).ReturnValue);
    }

    static RuntimeProgram Load(string text, ExecutionMode mode) =>
        s_runtime.Load(Programs.Raw(Assembler.Assemble(text)), mode: mode);
}
