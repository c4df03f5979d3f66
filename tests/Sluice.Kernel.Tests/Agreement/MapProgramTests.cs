using Sluice.Bpf.Assembly;
using Sluice.Bpf.Objects;
using Sluice.Runtime;
using Sluice.Runtime.Execution;

namespace Sluice.Kernel.Tests.Agreement;

/// <summary>
/// Random operations that a program does on a map, as packets tell it: the interpreter, the compiler, the sandbox and the kernel
/// give the same answers and the same values. What fails is made as short as it can be before it is shown.
/// </summary>
public sealed class MapProgramTests
{
    const int Operations = 400, PacketSize = 32;

    // A packet: operation, flags, 6 bytes of nothing, key, value, and room for what is found.
    const string Prologue = """
        .license "GPL"
        .program act section="xdp"
        r7 = *(u32 *)(r1 + 0)
        r3 = *(u32 *)(r1 + 4)
        r2 = r7
        r2 += 32
        if r2 > r3 goto missing
        r8 = *(u8 *)(r7 + 0)
        r9 = *(u8 *)(r7 + 1)
        r1 = *(u64 *)(r7 + 8)
        *(u64 *)(r10 - 8) = r1
        r1 = *(u64 *)(r7 + 16)
        *(u64 *)(r10 - 16) = r1
        if r8 == 1 goto first
        if r8 == 2 goto second

        """;

    const string Keyed = Prologue + """
        r1 = map[m]
        r2 = r10
        r2 += -8
        call bpf_map_lookup_elem
        if r0 == 0 goto missing
        r1 = *(u64 *)(r0 + 0)
        *(u64 *)(r7 + 24) = r1
        if r8 != 3 goto found
        r1 = *(u64 *)(r7 + 16)
        lock *(u64 *)(r0 + 0) += r1
        found:
        r0 = 0
        exit
        first:
        r1 = map[m]
        r2 = r10
        r2 += -8
        r3 = r10
        r3 += -16
        r4 = r9
        call bpf_map_update_elem
        exit
        second:
        r1 = map[m]
        r2 = r10
        r2 += -8
        call bpf_map_delete_elem
        exit
        missing:
        r0 = 77
        exit
        """;

    const string Keyless = Prologue + """
        r1 = map[m]
        r2 = r10
        r2 += -16
        call bpf_map_peek_elem
        goto copy
        first:
        r1 = map[m]
        r2 = r10
        r2 += -16
        r3 = r9
        call bpf_map_push_elem
        exit
        second:
        r1 = map[m]
        r2 = r10
        r2 += -16
        call bpf_map_pop_elem
        copy:
        r1 = *(u64 *)(r10 - 16)
        *(u64 *)(r7 + 24) = r1
        exit
        missing:
        r0 = 77
        exit
        """;

    // Of a bloom filter nothing can be taken.
    const string Bloom = Prologue + """
        second:
        r1 = map[m]
        r2 = r10
        r2 += -16
        call bpf_map_peek_elem
        exit
        first:
        r1 = map[m]
        r2 = r10
        r2 += -16
        r3 = r9
        call bpf_map_push_elem
        exit
        missing:
        r0 = 77
        exit
        """;

    static readonly Dictionary<string, (string Map, string Program)> s_cases = new()
    {
        ["array"] = ("array key=4 value=8 entries=9", Keyed),
        ["per-CPU array"] = ("per_cpu_array key=4 value=8 entries=9", Keyed),
        ["hash"] = ("hash key=8 value=8 entries=7", Keyed),
        ["hash, not preallocated"] = ("hash key=8 value=8 entries=7 flags=no_prealloc", Keyed),
        ["per-CPU hash"] = ("per_cpu_hash key=8 value=8 entries=7", Keyed),
        ["LRU hash, never full"] = ("lru_hash key=8 value=8 entries=4096", Keyed),
        ["LRU per-CPU hash, never full"] = ("lru_per_cpu_hash key=8 value=8 entries=4096", Keyed),
        ["LPM"] = ("lpm_trie key=8 value=8 entries=40 flags=no_prealloc", Keyed),
        ["queue"] = ("queue value=8 entries=5", Keyless),
        ["stack"] = ("stack value=8 entries=5", Keyless),
        ["bloom filter"] = ("bloom_filter value=8 entries=50", Bloom),
    };

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory, MemberData(nameof(Cases))]
    public void Programs_find_what_programs_have_put(string name)
    {
        RunningKernel.Need();
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (map, program) = s_cases[name];
        var spec = Assembler.AssembleObject($".map m {map}\n{program}");
        List<byte[]> packets = [.. Enumerable.Range(0, Operations).Select(_ => Draw(random, spec.FindMap("m")!))];
        // The kernel runs a test on the CPU of its caller, which per-CPU values are told apart by.
        using var place = new OneCpu();
        if (Differ(spec, packets) is null)
        {
            Assert.InRange(Answers(spec, packets), 3, 9);
            return;
        }

        var shortest = Shortened(spec, packets);
        Assert.Fail($"{name}, seed {seed}: {shortest.Count} operations are enough: {Differ(spec, shortest)}\n"
            + string.Join('\n', shortest.Select(Describe)));
    }

    [Fact]
    public void What_fails_is_made_short()
    {
        // Stands in for a fault: the list fails as long as it holds a 3 and, behind it, a 7.
        static bool Fails(IReadOnlyList<int> list) => list.SkipWhile(one => one != 3).Contains(7);
        Assert.Equal([3, 7], Shortening.Of([.. Enumerable.Range(0, 100)], Fails));
    }

    static List<byte[]> Shortened(BpfObject spec, IReadOnlyList<byte[]> packets) => Shortening.Of(packets, list => Differ(spec, list) is not null);

    // The first difference between the kernel and a mode, or null.
    static string? Differ(BpfObject spec, IReadOnlyList<byte[]> packets)
    {
        using var engine = new KernelEngine();
        using var kernel = engine.Load(spec);
        var expected = EngineRun.Describe(kernel, "act", packets, [], _ => []);
        foreach (var mode in Enum.GetValues<ExecutionMode>())
        {
            using var runtime = new BpfRuntime(new() { Mode = mode });
            using var live = runtime.Load(spec);
            var found = EngineRun.Describe(live, "act", packets, [], _ => []);
            for (var i = 0; i < Math.Max(expected.Count, found.Count); i++)
            {
                if (expected.ElementAtOrDefault(i) != found.ElementAtOrDefault(i))
                    return $"{mode}: {found.ElementAtOrDefault(i)}, kernel: {expected.ElementAtOrDefault(i)}";
            }
        }

        return null;
    }

    // How many different answers the kernel gives: a list that is refused all the time would prove nothing.
    static int Answers(BpfObject spec, IReadOnlyList<byte[]> packets)
    {
        using var engine = new KernelEngine();
        using var kernel = engine.Load(spec);
        return packets.Select(packet => kernel.Programs["act"].Run(packet).ReturnValue).Distinct().Count();
    }

    static byte[] Draw(Random random, MapSpec map)
    {
        var packet = new byte[PacketSize];
        packet[0] = (byte)random.Next(4);
        // Any, only new ones, only old ones, and one that is none.
        packet[1] = (byte)(random.Next(4) == 0 ? random.Next(1, 4) : 0);
        BitConverter.TryWriteBytes(packet.AsSpan(8), Key(random, map));
        BitConverter.TryWriteBytes(packet.AsSpan(16), (long)random.Next(10));
        return packet;
    }

    static long Key(Random random, MapSpec map) => map.Type == Bpf.Platform.MapType.LpmTrie
        // The length of a prefix of 32 bits, now and then too long, and data whose bytes are few.
        ? (uint)random.Next(random.Next(20) == 0 ? 40 : 33) + ((long)random.Next(2) << 32) + ((long)(random.Next(3) * 0x55) << 48)
        : random.Next(11);

    static string Describe(byte[] packet) =>
        $"operation {packet[0]}, flags {packet[1]}, key {BitConverter.ToInt64(packet, 8):x}, value {BitConverter.ToInt64(packet, 16)}";
}
