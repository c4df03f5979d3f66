using Sluice.Chains.Code;
using Sluice.Chains.Functions;
using Sluice.Chains.Language;
using Sluice.Chains.Semantics;
using Sluice.Chains.Tests.Functions;
using Sluice.Chains.Tests.Support;
using Sluice.Kernel.Tests;
using Sluice.Packets;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Routes;

namespace Sluice.Chains.Tests;

public sealed class ScriptTests
{
    static readonly string[] s_timed = ["ipv6_hset_sd_map", "map_pcpu_lse", "pcpu_tb_dst", "pcpu_sd_tbmon"];

    static readonly byte[][] s_packets =
    [
        Frames.Udp6(), Frames.Udp6(hopLimit: 64, payload: "foobar?"), Frames.Udp4(), Frames.Arp, ReadingTests.Marked(), RoutingTests.Tunnelled(1),
        Frames.Udp6("2001:db8:1::1"), Frames.Cut(Frames.Udp6(), 60), Frames.Ethernet().Vlan(5).IPv6(Frames.Source6, Frames.Destination6).Udp(1, 2).ToArray(),
    ];

    // Packets in process come by interface 0.
    static readonly RoutingTable s_noRoutes = new([new(0, MacAddress.Parse("02:00:00:00:01:00"), IsForwarding: false)], [], []);

    public static TheoryData<string> Scripts =>
        [.. Directory.GetFiles(TestData.Find("scripts"), "*.eclat").Select(path =>
            Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Scripts))]
    public void Scripts_in_the_shape_of_the_published_ones_compile_to_sound_code(string name)
    {
        var compiled = Compile(name);
        Assert.Empty(compiled.Diagnostics.Where(found => found.Severity == Severity.Error).Select(found =>
            DiagnosticText.Write(found)));
        ChainChecker.Check(compiled.Unit!);
    }

    [Theory, MemberData(nameof(Scripts))]
    public void Scripts_in_the_shape_of_the_published_ones_do_the_same_on_all_engines(string name)
    {
        var unit = Compile(name).Unit!;
        if (unit.Loaders.IsEmpty)
            unit = LiveChains.WithLoader(unit);
        var expected = Run(nameof(ExecutionMode.Compiled), unit);
        Assert.Equal(expected, Run(RunningScript.Machine, unit));
        if (!FunctionUnderTest.HasKernel)
            return;
        // Routes are a namespace's: here there is none.
        using var space = new NetworkNamespace();
        foreach (var form in new[] { RunningScript.Kernel, RunningScript.KernelMachine })
            Assert.Equal(expected, space.Do(() => Run(form, unit)));
    }

    [Theory, MemberData(nameof(Scripts))]
    public void Formatting_settles_and_keeps_comments_and_meaning(string name)
    {
        var source = Read(name);
        var once = Formatter.Format(source, new());
        Assert.NotNull(once);
        SourceText formatted = new(source.Path, once);
        Assert.Equal(once, Formatter.Format(formatted, new()));
        Assert.Equal(Tree(source), Tree(formatted));
        Assert.Equal(Comments(source), Comments(formatted));
    }

    // Twice over: what a script has counted or listed shows with the second round.
    static List<string> Run(string form, ChainUnit unit)
    {
        using var cpu = new OneCpu(); // samplers and meters count for each CPU
        using var script = RunningScript.On(form, unit, new() { Time = new ManualTime(), Routes = s_noRoutes });
        var lines = new List<string>();
        foreach (var packet in s_packets.Concat(s_packets))
        {
            foreach (var loader in script.Loaders)
            {
                var (verdict, changed) = script.Run(packet, loader);
                lines.Add($"{loader}: {verdict} {Convert.ToHexString(changed)}");
            }
        }

        lines.Add(script.Maps(s_timed));
        return lines;
    }

    static CompiledScript Compile(string name) =>
        ScriptCompiler.Compile(Read(name), new() { Catalogue = PackageCatalogue.Shipped });

    static SourceText Read(string name)
    {
        var path = Path.Combine(TestData.Find("scripts"), name + ".eclat");
        return new(path, File.ReadAllText(path));
    }

    static string Tree(SourceText source) =>
        SyntaxTreeText.Write(Parser.Parse(source, new Dictionary<string, string>(), new()));

    static IEnumerable<string> Comments(SourceText source) =>
        Parser.Parse(source, new Dictionary<string, string>(), new()).Comments.Select(comment => comment.Span.Text);
}
