using System.Collections.Immutable;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Code;

namespace Sluice.Runtime.Tests.Execution;

public sealed class LoadErrorTests
{
    static readonly BpfInstruction s_exit = new(0x95, 0, 0, 0, 0);

    public static TheoryData<string, BpfInstruction[], int, string> Wrong => new()
    {
        { "no instructions", [], 0, "no instructions" },
        { "an opcode that does not exist", [new(0xff, 0, 0, 0, 0), s_exit], 0, "opcode 0xff" },
        { "a field that must be zero", [new(0xb7, 0, 1, 0, 0), s_exit], 0, "source register 1" },
        { "register r11", [new(0xbf, 0, 11, 0, 0), s_exit], 0, "register r11" },
        { "a write to r10", [new(0xb7, 10, 0, 0, 1), s_exit], 0, "write to r10" },
        { "a fetched value in r10", [new(0xdb, 1, 10, 0, 1), s_exit], 0, "write to r10" },
        { "half of a 64-bit immediate", [s_exit, new(0x18, 0, 0, 0, 1)], 1, "first half" },
        { "a jump beyond the end", [new(0x05, 0, 0, 1, 0), s_exit], 0, "jump to slot 2" },
        { "a jump before the start", [new(0x05, 0, 0, -2, 0), s_exit], 0, "jump to slot -1" },
        { "a jump into a 64-bit immediate", [new(0x05, 0, 0, 1, 0), new(0x18, 0, 0, 0, 1), default, s_exit], 0, "jump to slot 2" },
        { "running off the end", [new(0xb7, 0, 0, 0, 1)], 0, "the end of 'main'" },
        { "an unknown helper", [new(0x85, 0, 0, 0, 4711), s_exit], 0, "unknown helper #4711" },
        { "a helper that needs a kernel", [new(0x85, 0, 0, 0, 58), s_exit], 0, "bpf_override_return#58" },
        { "a kernel function", [new(0x85, 0, 2, 0, 42), s_exit], 0, "kernel function #42" },
        { "a call beyond the end", [new(0x85, 0, 1, 0, 1), s_exit], 0, "call to slot 2" },
        { "a map that was not given", [new(0x18, 1, 5, 0, 0), default, s_exit], 0, "map number 0" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void Refuses_with_the_place_and_the_reason(string what, BpfInstruction[] instructions, int slot, string found)
    {
        using var runtime = new BpfRuntime(new() { CpuCount = 1 });

        var error = Assert.Throws<BpfLoadException>(() => runtime.Load(Programs.Raw([.. instructions])));

        Assert.Equal(slot, error.Slot);
        Assert.True(error.Message.Contains(found, StringComparison.Ordinal), $"{what}: {error.Message}");
        Assert.Equal("main", error.Program);
    }

    [Fact]
    public void Refuses_helpers_of_other_program_types()
    {
        using var runtime = new BpfRuntime(new() { CpuCount = 1 });
        ImmutableArray<BpfInstruction> instructions = [new(0x85, 0, 0, 0, 65), s_exit];

        var error = Assert.Throws<BpfLoadException>(() => runtime.Load(Programs.Link(ProgramType.SocketFilter, instructions)));

        Assert.Contains("found a call of bpf_xdp_adjust_tail#65, expected a helper that SocketFilter programs may call", error.Message);
    }

    [Fact]
    public void Refuses_calls_that_always_nest_too_deep()
    {
        // main and eight functions below it, each calling the next.
        var instructions = new List<BpfInstruction>();
        for (var depth = 0; depth < 8; depth++)
            instructions.AddRange([new(0x85, 0, 1, 0, 1), s_exit]);
        instructions.AddRange([new(0xb7, 0, 0, 0, 0), s_exit]);
        using var runtime = new BpfRuntime(new() { CpuCount = 1 });

        var error = Assert.Throws<BpfLoadException>(() => runtime.Load(Programs.Raw([.. instructions])));

        Assert.Contains("9 frames deep", error.Message);
    }
}
