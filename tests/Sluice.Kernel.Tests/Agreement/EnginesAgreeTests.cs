using System.Collections.Frozen;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Packets;
using Sluice.Runtime;
using Sluice.Runtime.Execution;
using KernelRings = Sluice.Kernel.Maps.Rings;
using RuntimeRings = Sluice.Runtime.Maps.Rings;

namespace Sluice.Kernel.Tests.Agreement;

/// <summary>
/// Every program of every example, over every capture: the interpreter, the compiler, the sandbox and the kernel give the
/// same verdicts, packets, metadata and maps. Nothing is left out: time and randomness are the same for all four.
/// </summary>
public sealed class EnginesAgreeTests
{
    const int MostPackets = 250;

    // Larger ones need fragments, which the examples do not take (a page, less headroom and struct skb_shared_info).
    const int LargestXdpPacket = 3000;

    // What test runs want of a packet: for TC a whole IP header, where the Ethernet header announces one.
    const int EthernetHeader = 14, NetworkHeader = 40;

    static readonly FrozenDictionary<string, (string Map, string File)[]> s_entries = new Dictionary<string, (string, string)[]>
    {
        ["firewall"] = [("allowed_ports", "ports.json")],
        ["load-balancer"] = [("backends", "backends.json")],
    }.ToFrozenDictionary();

    // Helpers that give time or random numbers, and what they give here.
    static readonly FrozenDictionary<int, int> s_pinned = new[] { "ktime_get_ns", "ktime_get_boot_ns", "ktime_get_coarse_ns", "ktime_get_tai_ns", "get_prandom_u32" }
        .ToFrozenDictionary(name => Helpers.Find(name)!.Id, _ => 1_000_000_007);

    public static TheoryData<string, string> Programs() => [.. AllPrograms()];

    public static TheoryData<string, string, string> Cases() => [.. AllPrograms().SelectMany(program =>
        Directory.GetFiles(Path.Combine(Checkout.Examples, "captures"), "*.pcap*").Order()
            .Select(capture => (program.Path, program.Name, Path.GetFileName(capture))))];

    static IEnumerable<(string Path, string Name)> AllPrograms() =>
        Checkout.KernelExamples
            .SelectMany(path => BpfObject.Load(path).Programs
                .Select(program => (Path.GetRelativePath(Checkout.Examples, path), program.Name)));

    [Theory, MemberData(nameof(Cases))]
    public void Engines_agree(string path, string program, string capture)
    {
        RunningKernel.Need();
        var spec = Pinned(BpfObject.Load(Path.Combine(Checkout.Examples, path)));
        var packets = Packets(capture, spec.FindProgram(program)!.Type);
        Assert.NotEmpty(packets);
        Compare(spec, path, program, packets);
    }

    static void Compare(BpfObject spec, string path, string program, List<byte[]> packets)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Checkout.Examples, path))!;
        var entries = s_entries.GetValueOrDefault(spec.Name, []).Select(entry => (entry.Map, Path.Combine(folder, entry.File))).ToArray();

        using var engine = new KernelEngine();
        using var loaded = engine.Load(spec);
        var expected = EngineRun.Describe(loaded, program, packets, entries, DrainKernel);
        foreach (var mode in Enum.GetValues<ExecutionMode>())
        {
            using var runtime = new BpfRuntime(new() { Mode = mode });
            using var inProcess = runtime.Load(spec);
            Assert.Equal(expected, EngineRun.Describe(inProcess, program, packets, entries, DrainRuntime));
        }
    }

    [Theory, MemberData(nameof(Programs))]
    public void Engines_agree_on_damaged_packets(string path, string program)
    {
        RunningKernel.Need();
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var spec = Pinned(BpfObject.Load(Path.Combine(Checkout.Examples, path)));
        var type = spec.FindProgram(program)!.Type;
        var packets = Packets("mixed.pcapng", type);
        foreach (var packet in packets)
        {
            for (var flips = random.Next(1, 6); flips > 0; flips--)
                packet[random.Next(Math.Min(packet.Length, 80))] = (byte)random.Next(256);
        }

        var least = type == ProgramType.Xdp ? EthernetHeader : EthernetHeader + NetworkHeader;
        packets = packets.ConvertAll(packet => packet[..random.Next(Math.Min(least, packet.Length), packet.Length + 1)]);
        try
        {
            Compare(spec, path, program, packets);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"seed {seed}: {error.Message}", error);
        }
    }

    // A call of one of those helpers becomes a number in its place.
    static BpfObject Pinned(BpfObject spec) => spec with
    {
        Programs = [.. spec.Programs.Select(program => program with { Function = Pinned(program.Function) })],
        Functions = [.. spec.Functions.Select(Pinned)],
    };

    static FunctionSpec Pinned(FunctionSpec function)
    {
        const byte move = 0xb7;
        return function with
        {
            Instructions = [.. function.Instructions.Select(instruction =>
                InstructionSet.Find(instruction)?.Operation == Operation.CallHelper && s_pinned.TryGetValue(instruction.Immediate, out var number)
                    ? new BpfInstruction(move, 0, 0, 0, number)
                    : instruction)],
        };
    }

    static List<byte[]> Packets(string capture, ProgramType type)
    {
        var packets = new List<byte[]>();
        using var reader = CaptureReader.Open(Path.Combine(Checkout.Examples, "captures", capture));
        while (packets.Count < MostPackets && reader.TryRead(out var packet))
        {
            if (type != ProgramType.Xdp || packet.Data.Length <= LargestXdpPacket)
                packets.Add(packet.Data.ToArray());
        }

        return packets;
    }

    static List<byte[]> DrainKernel(IBpfMap map)
    {
        using var reader = new KernelRings.RingBufferReader(map);
        var records = new List<byte[]>();
        reader.Drain(record => records.Add(record.ToArray()));
        return records;
    }

    static List<byte[]> DrainRuntime(IBpfMap map)
    {
        using var reader = new RuntimeRings.RingBufferReader(map);
        var records = new List<byte[]>();
        reader.Drain(record => records.Add(record.ToArray()));
        return records;
    }
}
