using Sluice.Chains.Code;
using Sluice.Chains.Code.Text;
using Sluice.Chains.Deployment;
using Sluice.Chains.Functions;
using Sluice.Chains.Tests.Support;
using Sluice.Kernel;
using Sluice.Kernel.Tests;
using Sluice.Runtime;
using Sluice.Runtime.Execution;
using Sluice.Verifier;

namespace Sluice.Chains.Tests.Agreement;

/// <summary>Random units over the same packets: native code and the VM in C, in process and in the kernel, do what the
/// reference machine does, to verdicts, faults, packets and maps.</summary>
public sealed class AgreementTests
{
    static readonly string[] s_packets =
        ["udp 1000 53", "tcp 7 80", "vlan udp 1 2", "hop udp 3 4", "vlan hop tcp 9 9", "icmp", "short"];

    static readonly string[] s_maps = ["map_app_cfg", "map_pcpu_mon"];

    [Fact]
    public void In_process()
    {
        Compare(50, unit =>
        [
            .. Enum.GetValues<ExecutionMode>().Select(mode => ($"native, {mode}", LiveChains.Native(unit, Runtime(mode)))),
            ("native, functions apart", LiveChains.Native(unit, Runtime(ExecutionMode.Compiled), isInlined: false)),
            .. Enum.GetValues<ExecutionMode>().Select(mode => ($"VM, {mode}", LiveChains.Machine(unit, Runtime(mode)))),
            ("bounded VM", LiveChains.Machine(unit, Runtime(ExecutionMode.Compiled), MachineComposer.Bounded)),
        ]);
    }

    [Fact]
    public void In_the_kernel()
    {
        RunningKernel.Need();
        using var kernel = new KernelEngine();
        Compare(10, unit => [("native", LiveChains.Native(unit, kernel)), ("native, functions apart", LiveChains.Native(unit, kernel, isInlined: false)), ("VM", LiveChains.Machine(unit, kernel))]);
    }

    [Fact]
    public void The_verifier_takes_all_native_code()
    {
        var seed = Random.Shared.Next();
        for (var round = 0; round < 40; round++)
        {
            var unit = RandomUnit.Generate(new(seed + round));
            var report = ProgramVerifier.Verify(ChainComposer.Compose(LiveChains.WithLoader(unit), PackageCatalogue.Shipped).Object);
            Assert.True(report.Passed, $"seed {seed + round}: {report.Programs.SelectMany(program => program.Rejections).FirstOrDefault()}\n{ChainPrinter.Print(unit)}");
        }
    }

    static void Compare(int rounds, Func<ChainUnit, IEnumerable<(string Name, LiveChains Chains)>> engines)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("SLUICE_SEED"), out var given) ? given : Random.Shared.Next();
        var spent = 0;
        for (var round = 0; round < rounds; round++)
        {
            var unit = RandomUnit.Generate(new(seed + round));
            try
            {
                if (Expect(unit) is { } expected)
                    Compare(unit, expected, $"seed {seed + round}", engines(unit));
                else
                    spent++;
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {seed + round}: {error}\n{ChainPrinter.Print(unit)}");
            }
        }

        Assert.True(spent * 2 < rounds, $"seed {seed}: {spent} of {rounds} units spent their budget");
    }

    static void Compare(ChainUnit unit, Expectation expected, string seed, IEnumerable<(string Name, LiveChains Chains)> engines)
    {
        foreach (var (name, chains) in engines)
        {
            using (chains)
            {
                for (var at = 0; at < s_packets.Length; at++)
                {
                    var before = chains.Faults();
                    var result = chains.Program.Run(PacketText.Build(s_packets[at]));
                    var after = chains.Faults();
                    var fault = Enum.GetValues<FaultCause>().Where(cause => after[(int)cause] != before[(int)cause]).Select(cause => cause.ToString());
                    var found = $"{(int)result.ReturnValue} {string.Join(' ', fault)} {Convert.ToHexString(result.Packet)}";
                    Assert.True(expected.Packets[at] == found,
                        $"{seed}, {name}, packet {s_packets[at]}:\nfound    {found}\nexpected {expected.Packets[at]}\n{ChainPrinter.Print(unit)}");
                }

                Assert.True(expected.Maps == Maps(chains), $"{seed}, {name}: maps {Maps(chains)}, expected {expected.Maps}\n{ChainPrinter.Print(unit)}");
            }
        }
    }

    /// <summary>What the reference machine gives; null where a packet spends its budget, which native code counts otherwise.</summary>
    static Expectation? Expect(ChainUnit unit)
    {
        var host = new ModelHost(unit);
        var packets = new List<string>();
        foreach (var text in s_packets)
        {
            var (result, packet) = host.Run(PacketText.Build(text));
            if (result.Fault == FaultCause.Budget)
                return null;
            packets.Add($"{result.Action} {result.Fault} {Convert.ToHexString(packet)}");
        }

        return new(packets, string.Join(' ', s_maps.SelectMany(name =>
            host.Maps.GetValueOrDefault($"hike_default.{name}", []).Select(entry => $"{name}[{entry.Key}]={Convert.ToHexString(entry.Value)}"))));
    }

    static string Maps(LiveChains chains) => string.Join(' ', s_maps.Where(chains.Live.Maps.ContainsKey)
        .SelectMany(name => chains.Entries(name).Select(entry => $"{name}[{entry.Key}]={entry.Value}")));

    static BpfRuntime Runtime(ExecutionMode mode) => new(new() { CpuCount = 1, Mode = mode });

    sealed record Expectation(IReadOnlyList<string> Packets, string Maps);
}
