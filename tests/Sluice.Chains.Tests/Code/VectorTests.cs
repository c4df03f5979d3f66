using Sluice.Chains.Code.Text;
using Sluice.Chains.Deployment;
using Sluice.Chains.Functions;
using Sluice.Chains.Tests.Support;
using Sluice.Kernel;
using Sluice.Kernel.Tests;
using Sluice.Runtime;
using Sluice.Runtime.Execution;
using Sluice.Verifier;

namespace Sluice.Chains.Tests.Code;

/// <summary>Chains do what the vectors say: as native code and as bytecode, on every engine; the verifier takes both.</summary>
public sealed class VectorTests
{
    const string File = "vectors.chain";

    [Theory, MemberData(nameof(Modes))]
    public void Native_in_process(string mode, string name)
    {
        using var runtime = new BpfRuntime(new() { CpuCount = 1, Mode = Enum.Parse<ExecutionMode>(mode) });
        using var chains = LiveChains.Native(ChainParser.Parse(Vector(name).Code), runtime);
        Run(Vector(name), chains);
    }

    [Theory, MemberData(nameof(Names))]
    public void Native_in_the_kernel(string name)
    {
        RunningKernel.Need();
        using var kernel = new KernelEngine();
        using var chains = LiveChains.Native(ChainParser.Parse(Vector(name).Code), kernel);
        Run(Vector(name), chains);
    }

    [Theory, MemberData(nameof(Modes))]
    public void On_the_machine_in_process(string mode, string name)
    {
        using var runtime = new BpfRuntime(new() { CpuCount = 1, Mode = Enum.Parse<ExecutionMode>(mode) });
        using var chains = LiveChains.Machine(ChainParser.Parse(Vector(name).Code), runtime);
        Run(Vector(name), chains);
    }

    [Theory, MemberData(nameof(Names))]
    public void On_the_machine_in_the_kernel(string name)
    {
        RunningKernel.Need();
        using var kernel = new KernelEngine();
        using var chains = LiveChains.Machine(ChainParser.Parse(Vector(name).Code), kernel);
        Run(Vector(name), chains);
    }

    [Theory, MemberData(nameof(Names))]
    public void On_the_reference_machine(string name)
    {
        var vector = Vector(name);
        var host = new ModelHost(ChainParser.Parse(vector.Code));
        foreach (var packet in vector.Packets)
        {
            var (result, bytes) = host.Run(PacketText.Build(packet.Text));
            Assert.True((packet.Verdict, packet.Fault) == (result.Action, result.Fault), $"{vector}: packet {packet.Text}: {result}");
            foreach (var (offset, expected) in packet.Bytes)
                Assert.Equal(expected, Convert.ToHexString(bytes.AsSpan(offset, expected.Length / 2)));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void The_verifier_takes_it(string name)
    {
        var chains = ChainComposer.Compose(LiveChains.WithLoader(ChainParser.Parse(Vector(name).Code)), PackageCatalogue.Shipped);
        var report = ProgramVerifier.Verify(chains.Object);
        Assert.True(report.Passed, string.Join('\n', report.Programs.SelectMany(program => program.Rejections).Select(rejection => rejection.ToString())));
    }

    static void Run(ChainVector vector, LiveChains chains)
    {
        foreach (var packet in vector.Packets)
        {
            var before = chains.Faults();
            var result = chains.Program.Run(PacketText.Build(packet.Text));
            Assert.True(packet.Verdict == (int)result.ReturnValue,
                $"{vector}: packet {packet.Text}: verdict {result.ReturnValue}, faults {string.Join(' ', chains.Faults())}");
            foreach (var (offset, bytes) in packet.Bytes)
                Assert.Equal(bytes, Convert.ToHexString(result.Packet.Slice(offset, bytes.Length / 2)));
            if (packet.Fault is { } cause)
                before[(int)cause]++;
            Assert.Equal(before, chains.Faults());
        }
    }

    static ChainVector Vector(string name) => ChainVector.Read(File).First(vector => vector.ToString() == name);

    public static TheoryData<string> Names() => [.. ChainVector.Read(File).Select(vector => vector.ToString())];

    public static TheoryData<string, string> Modes() =>
        [.. ChainVector.Read(File).SelectMany(vector => Enum.GetNames<ExecutionMode>().Select(mode => (mode, vector.ToString())))];
}
