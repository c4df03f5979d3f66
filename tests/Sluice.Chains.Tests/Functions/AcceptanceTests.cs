using Sluice.Bpf.Objects;
using Sluice.Chains.Code;
using Sluice.Chains.Functions;
using Sluice.Kernel;
using Sluice.Kernel.Tests;
using Sluice.Packets;
using Sluice.Runtime.Execution;
using Sluice.Verifier;

namespace Sluice.Chains.Tests.Functions;

/// <summary>What holds of every function and every loader.</summary>
public sealed class AcceptanceTests
{
    const string Measuring = "lse", Routing = "kroute", Interface = "l2_get_iif";

    public static TheoryData<string, string> All() => CatalogueTests.AllFunctions();

    public static TheoryData<string> Loaders() => [.. PackageCatalogue.Shipped.Find("hike_default")!.Loaders.Select(loader => loader.Name)];

    [Theory, MemberData(nameof(All))]
    public void Sluice_proves_the_function_safe(string package, string name) => AssertProved(FunctionUnderTest.Compose(package, name));

    [Theory, MemberData(nameof(All))]
    public void The_kernel_accepts_the_function(string package, string name)
    {
        RunningKernel.Need();
        using var engine = new KernelEngine();
        using var loaded = engine.Load(FunctionUnderTest.Compose(package, name));
        Assert.Single(loaded.Programs);
    }

    [Theory, MemberData(nameof(Loaders))]
    public void Sluice_proves_the_loader_safe(string name) => AssertProved(PackageCatalogue.Shipped.Find("loaders", name)!);

    [Theory, MemberData(nameof(Loaders))]
    public void The_kernel_accepts_the_loader(string name)
    {
        RunningKernel.Need();
        using var engine = new KernelEngine();
        using var loaded = engine.Load(PackageCatalogue.Shipped.Find("loaders", name)!);
        Assert.Single(loaded.Programs);
    }

    /// <summary>Packets that were damaged at random: no engine faults, and all make the same of them.</summary>
    [Theory, MemberData(nameof(All))]
    public void Engines_agree_on_damaged_packets(string package, string name)
    {
        const int Packets = 60;
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var packets = Enumerable.Range(0, Packets).Select(_ => Damaged(random)).ToArray();
        var arguments = Enumerable.Range(0, Packets).Select(_ => Enumerable.Range(0, 4).Select(_ => (ulong)random.Next(9)).ToArray()).ToArray();
        var signature = PackageCatalogue.Shipped.Find(package)!.Functions.Single(function => function.Name == name);
        try
        {
            var expected = Describe(nameof(ExecutionMode.Interpret), signature, packets, arguments);
            // The routes that the kernel asks are the host's, and its test runs come in by an interface of the host.
            foreach (var engine in FunctionUnderTest.Engines.Select(row => row.Data).Where(engine => engine != FunctionUnderTest.Kernel
                || (FunctionUnderTest.HasKernel && name != Interface && !name.EndsWith(Routing, StringComparison.Ordinal))))
                Assert.Equal(expected, Describe(engine, signature, packets, arguments));
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"seed {seed}: {error.Message}", error);
        }
    }

    static void AssertProved(BpfObject spec)
    {
        var report = ProgramVerifier.Verify(spec);
        Assert.True(report.Passed, string.Join('\n', report.Programs.SelectMany(program => program.Rejections).Select(rejection => $"{rejection}")));
    }

    static List<string> Describe(string engine, FunctionSignature signature, byte[][] packets, ulong[][] arguments)
    {
        using var function = FunctionUnderTest.On(engine, signature.Package, signature.Name, WithoutRate);
        Prepare(function);
        return [.. packets.Select((packet, index) =>
        {
            var (result, verdict, changed) = function.Run(packet, arguments[index].AsSpan(0, signature.Parameters.Length));
            var shown = signature.Name == Measuring && signature.Outcome != FunctionOutcome.Verdict && verdict == (ulong)XdpAction.Transmit
                ? "a time" : $"{result:x}";
            return $"{index}: {shown} {(XdpAction)verdict} {Convert.ToHexString(changed)}";
        })];
    }

    // A bucket that is never filled again has the same tokens left whenever a packet comes.
    static BpfObject WithoutRate(BpfObject function) => function.Variables.FirstOrDefault(variable => variable.Name.EndsWith("_tbmon_parameters")) is { } rate
        ? function.WithText(rate.Name, """{"rate":0,"burst":5}""") : function;

    // Entries for what looks into maps: without them most ends at the first look.
    static void Prepare(FunctionUnderTest function)
    {
        foreach (var map in function.Maps.Where(map => map.StartsWith("sr6_encap_policy_", StringComparison.Ordinal)))
            function.Set(map, Frames.Number(2), [0, 0, 4, 0, 0, 0, 0, 0, 0xfd, 0, 0, 1]);
        if (function.Maps.Contains("sr6_src_tun"))
            function.Set("sr6_src_tun", Frames.Number(0), Frames.Address("fd00::1"));
        if (function.Maps.Contains("chaddr"))
            function.Set("chaddr", [0, 2], Frames.Address("fd00::2"));
        if (function.Maps.Contains("ip6_dst"))
            function.Set("ip6_dst", [0, 0], Frames.Address(Frames.Destination6));
    }

    static byte[] Damaged(Random random)
    {
        var whole = random.Next(6) switch
        {
            0 => Frames.Udp4(),
            1 => Frames.Udp6(),
            2 => RoutingTests.Tunnelled(random.Next(3)),
            3 => ReadingTests.Marked(),
            4 => Frames.Ethernet().Vlan(5).Vlan(7).IPv6(Frames.Source6, Frames.Destination6).Tcp(1, 2, TcpFlags.Syn).ToArray(),
            _ => Frames.Arp,
        };
        for (var flips = random.Next(4); flips > 0; flips--)
            whole[random.Next(12, Math.Min(whole.Length, 90))] = (byte)random.Next(256);
        return random.Next(3) == 0 ? whole[..random.Next(Frames.Link, whole.Length + 1)] : whole;
    }
}
