using Sluice.Bpf.Assembly;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps;
using Sluice.Runtime.Tests.Execution;

namespace Sluice.Runtime.Tests.Helpers;

/// <summary>What programs get from helpers that work on no packet, the same in every mode.</summary>
public sealed class BasicHelperTests
{
    const string Key = "r2 = r10\nr2 += -8\n*(u64 *)(r10 - 8) = 1\n";
    const string Value = "r3 = r10\nr3 += -16\n*(u64 *)(r10 - 16) = 42\n";
    const string Hello = "r1 = 0x216f6c6c6568 ll\n*(u64 *)(r10 - 8) = r1\n"; // "hello!"

    public static TheoryData<string, string, ulong> Calls => new()
    {
        { "the CPU's number", "call bpf_get_smp_processor_id\nexit", 0 },
        { "time that does not go back", "call bpf_ktime_get_ns\nr6 = r0\ncall bpf_ktime_get_ns\nif r0 s< r6 goto +2\nr0 = 1\nexit\nr0 = 0\nexit", 1 },
        { "boot time", "call bpf_ktime_get_boot_ns\nif r0 == 0 goto +1\nr0 = 1\nexit", 1 },
        { "coarse time", "call bpf_ktime_get_coarse_ns\nif r0 == 0 goto +1\nr0 = 1\nexit", 1 },
        { "international atomic time", "call bpf_ktime_get_tai_ns\nif r0 == 0 goto +1\nr0 = 1\nexit", 1 },
        { "a printed line", Hello + "r1 = r10\nr1 += -8\nr2 = 7\ncall bpf_trace_printk\nexit", 6 },
        { "equal text", Hello + "r1 = r10\nr1 += -8\nr2 = 8\nr3 = r1\ncall bpf_strncmp\nexit", 0 },
        { "an update and a lookup", Key + Value + "r1 = map[idx:0]\nr4 = 0\ncall bpf_map_update_elem\nr1 = map[idx:0]\n" + Key
            + "call bpf_map_lookup_elem\nif r0 == 0 goto +1\nr0 = *(u64 *)(r0 + 0)\nexit", 42 },
        { "a delete of nothing", Key + "r1 = map[idx:0]\n*(u64 *)(r10 - 8) = 9\ncall bpf_map_delete_elem\nexit", unchecked((ulong)-2L) },
        { "a push, a peek and a pop", Key + "r1 = map[idx:1]\nr3 = 0\ncall bpf_map_push_elem\nr1 = map[idx:1]\nr2 = r10\nr2 += -16\n"
            + "call bpf_map_peek_elem\nr1 = map[idx:1]\nr2 = r10\nr2 += -24\ncall bpf_map_pop_elem\nr0 = *(u64 *)(r10 - 24)\nexit", 1 },
        { "a pop of nothing", "r1 = map[idx:1]\nr2 = r10\nr2 += -8\ncall bpf_map_pop_elem\nexit", unchecked((ulong)-2L) },
        { "a record", Key + "r1 = map[idx:2]\nr3 = 8\nr4 = 0\ncall bpf_ringbuf_output\nexit", 0 },
        { "a record given back", "r1 = map[idx:2]\nr2 = 8\nr3 = 0\ncall bpf_ringbuf_reserve\nr1 = r0\nr2 = 0\ncall bpf_ringbuf_discard\nr0 = 5\nexit", 5 },
    };

    [Theory, MemberData(nameof(Calls))]
    public void Every_mode_gives_the_same(string what, string text, ulong expected)
    {
        MapSpec[] specs = [new("hash", MapType.Hash, 8, 8, 4), new("queue", MapType.Queue, 0, 8, 4), new("ring", MapType.RingBuffer, 0, 0, 4096)];
        var printed = new List<string>();
        using var runtime = new BpfRuntime(new() { CpuCount = 1, Trace = printed.Add });
        var maps = Array.ConvertAll(specs, spec => RuntimeMaps.Create(runtime, spec));
        var program = Programs.Link(ProgramType.Raw, Assembler.Assemble(text), [.. specs]);
        foreach (var mode in Enum.GetValues<ExecutionMode>())
        {
            using var loaded = runtime.Load(program, maps, mode);
            var result = loaded.Run([]).ReturnValue;
            Assert.True(result == expected, $"{what}, {mode}: 0x{result:x}");
        }

        if (what == "a printed line")
            Assert.Equal(["hello!", "hello!", "hello!"], printed);
        foreach (var map in maps)
            map.Dispose();
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers_in_every_mode()
    {
        var numbers = Enum.GetValues<ExecutionMode>().Select(mode =>
        {
            using var runtime = new BpfRuntime(new() { CpuCount = 1, Seed = 7 });
            using var program = runtime.Load(
                Programs.Raw(Assembler.Assemble("call bpf_get_prandom_u32\nr6 = r0\ncall bpf_get_prandom_u32\nr6 <<= 32\nr0 |= r6\nexit")), mode: mode);
            return program.Run([]).ReturnValue;
        });
        Assert.Single(numbers.Distinct());
        Assert.DoesNotContain(0UL, numbers);
    }
}
