using System.Runtime.InteropServices;
using Sluice.Bpf.Engine;
using Sluice.Chains.Machine;
using Sluice.Chains.Tests.Support;
using Sluice.Kernel;
using Sluice.Kernel.Tests;
using Sluice.Runtime;
using Sluice.Runtime.Execution;
using Sluice.Verifier;

namespace Sluice.Chains.Tests.Code;

/// <summary>Native code of chains does what the vectors say, on every engine; the verifier takes it.</summary>
public sealed class NativeTests
{
    [Theory, MemberData(nameof(Modes))]
    public void In_process(string mode, string name)
    {
        using var runtime = new BpfRuntime(new() { CpuCount = 1, Mode = Enum.Parse<ExecutionMode>(mode) });
        Run(Vector(name), spec => runtime.Load(spec));
    }

    [Theory, MemberData(nameof(Names))]
    public void In_the_kernel(string name)
    {
        RunningKernel.Need();
        using var kernel = new KernelEngine();
        Run(Vector(name), spec => kernel.Load(spec));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_verifier_takes_it(string name)
    {
        var chains = Native.Compose(Vector(name).Code);
        var report = ProgramVerifier.Verify(chains.Object);
        Assert.True(report.Passed, string.Join('\n', report.Programs.SelectMany(program => program.Rejections).Select(rejection => rejection.ToString())));
    }

    static void Run(ChainVector vector, Func<Sluice.Bpf.Objects.BpfObject, IBpfCollection> load)
    {
        var chains = Native.Compose(vector.Code);
        using var live = load(chains.Object);
        Native.Fill(chains, live);
        foreach (var packet in vector.Packets)
        {
            var before = Faults(live);
            var result = live.Programs[Native.Loader].Run(PacketText.Build(packet.Text));
            Assert.True(packet.Verdict == (int)result.ReturnValue, $"{vector}: packet {packet.Text}: verdict {result.ReturnValue}, faults {string.Join(' ', Faults(live))}");
            foreach (var (offset, bytes) in packet.Bytes)
                Assert.Equal(bytes, Convert.ToHexString(result.Packet.Slice(offset, bytes.Length / 2)));
            if (packet.Fault is { } cause)
                Assert.Equal(before[(int)cause] + 1, Faults(live)[(int)cause]);
            else
                Assert.Equal(before, Faults(live));
        }
    }

    // The faults of the first chain, over all CPUs.
    static ulong[] Faults(IBpfCollection live)
    {
        var faults = new ulong[8];
        if (!live.Maps.TryGetValue(ChainCounters.Map, out var map))
            return faults;
        var values = new byte[map.ValueBufferSize];
        for (var chain = 1u; chain < 8; chain++)
        {
            BpfMapException.ThrowIfFailed(map, "look up", map.Lookup(BitConverter.GetBytes(chain), values));
            for (var at = 0; at < values.Length; at += ChainCounters.Size)
            {
                var counters = MemoryMarshal.Cast<byte, ulong>(values.AsSpan(at + ChainCounters.Faults, 8 * sizeof(ulong)));
                for (var cause = 0; cause < faults.Length; cause++)
                    faults[cause] += counters[cause];
            }
        }

        return faults;
    }

    static ChainVector Vector(string name) => ChainVector.Read("native.chain").First(vector => vector.ToString() == name);

    public static TheoryData<string> Names() => [.. ChainVector.Read("native.chain").Select(vector => vector.ToString())];

    public static TheoryData<string, string> Modes()
    {
        var data = new TheoryData<string, string>();
        foreach (var name in ChainVector.Read("native.chain"))
        {
            foreach (var mode in Enum.GetNames<ExecutionMode>())
                data.Add(mode, name.ToString());
        }

        return data;
    }
}
