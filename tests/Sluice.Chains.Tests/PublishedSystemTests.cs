using System.Text.RegularExpressions;
using Sluice.Bpf.Objects;
using Sluice.Chains.Code;
using Sluice.Chains.Deployment;
using Sluice.Chains.Functions;
using Sluice.Chains.Machine;
using Sluice.Chains.Tests.Functions;
using Sluice.Chains.Tests.Support;
using Sluice.Kernel;

namespace Sluice.Chains.Tests;

/// <summary>What docs/published-system.md promises.</summary>
public sealed partial class PublishedSystemTests
{
    const int Weaknesses = 20;

    // Of the reference's table: what a script can import, in the packages' own names.
    static readonly (string Package, string Names)[] s_programs =
    [
        ("hike_default", "hike_pass hike_drop monitor ip6_hset_srcdst lse l2_redirect redirect l2xcon ip6_kroute ip6_find_udp ip6_set_ecn ip6_tos_cls mm_fwd "
            + "trace_pass app_cfg app_cfg_load app_cfg_store hike_verbose hike_sr6_encap hike_sr6_inline_udp hike_tailcall_do_stuff hikevm"),
        ("meter", "ip6_dst_meter ip6_sd_meter ip6_dst_tbmon ip6_sd_tbmon"),
        ("sampler", "ip6_sd_dec2zero"),
        ("info", "show_pkt_info"),
        ("devel_encap", "show_pkt_info"),
        ("alt_mark", "ip6_alt_mark"),
        ("tutorial", "dpi"),
        ("stamp", "stamp stamp_mono stamp_mono_filter stamp_full stamp_lite filter l234_addr_swap udp_checksum cache collector l2_get_iif"),
        ("eip", "hello mcd"),
        ("routingpaolo", "paolo_kroute paolo_chaddr paolo_adv_usid paolo_seg6_end paolo_seg6_end2 paolo_seg6_decap paolo_seg6_decap2 paolo_ip6_dst_filter sr6_encap"),
    ];

    public static TheoryData<string, string> Programs =>
        [.. s_programs.SelectMany(package => package.Names.Split(' ').Select(name => (package.Package, name)))];

    [Theory, MemberData(nameof(Programs))]
    public void Every_published_program_can_be_imported(string package, string name)
    {
        var function = PackageCatalogue.Shipped.Find(package)!.Functions.Single(function => function.IsCalled(name));
        var arguments = string.Join(", ", function.Parameters.Select(_ => "1"));
        var unit = RunningScript.Compile("published.eclat", $"""
            from programs.{package} import {name}
            from programs.hike_default import hike_pass
            from loaders.hike_default import ip6_simple_classifier
            ip6_simple_classifier[ipv6_simple_classifier_map] = (0: main)

            def main():
                {name}({arguments})
                {(function.Outcome == FunctionOutcome.Verdict ? "" : "hike_pass()")}
            """.Replace("(0: main)", "{ 0: main }", StringComparison.Ordinal));
        using var script = RunningScript.On(RunningScript.Machine, unit);
        Assert.InRange(script.Run(Frames.Udp6()).Verdict, XdpAction.Aborted, XdpAction.Redirect);
    }

    [Fact]
    public void Every_weakness_is_answered_and_every_test_that_is_named_exists()
    {
        var page = File.ReadAllText(Path.Combine(TestData.Root, "docs", "published-system.md"));
        Assert.Equal(Enumerable.Range(1, Weaknesses), Row().Matches(page).Select(row => int.Parse(row.Groups[1].Value)));
        var names = Name().Matches(page).Select(name => (Class: name.Groups[1].Value, Method: name.Groups[2].Value)).ToArray();
        Assert.True(names.Length >= Weaknesses);
        var tests = typeof(PublishedSystemTests).Assembly.GetTypes().ToLookup(type => type.Name);
        Assert.All(names, name => Assert.Contains(tests[name.Class], type => type.GetMethod(name.Method) is not null));
    }

    [Fact]
    public void Nothing_starts_a_process_or_opens_a_port()
    {
        foreach (var assembly in new[] { typeof(PackageCatalogue).Assembly, typeof(KernelEngine).Assembly, typeof(BpfObject).Assembly })
        {
            Assert.DoesNotContain(assembly.GetReferencedAssemblies(), reference => reference.Name == "System.Diagnostics.Process");
            Assert.DoesNotContain(assembly.GetReferencedAssemblies(), reference => reference.Name!.Contains("Grpc", StringComparison.Ordinal) || reference.Name == "System.Net.HttpListener");
        }
    }

    [Fact]
    public void The_machine_is_there_once()
    {
        var composed = MachineComposer.Compose(ExampleScript.Compile("ddos"), PackageCatalogue.Shipped);
        var machines = composed.Chains.Object.Functions.Concat(composed.Chains.Object.Programs.Select(program => program.Function))
            .Where(function => function.Relocations.Any(relocation => relocation.Symbol == MachineLayout.CodeMap));
        Assert.Single(machines);
        var function = PackageCatalogue.Shipped.Find("hike_default", "monitor")!;
        Assert.Null(function.FindMap(MachineLayout.CodeMap));
        Assert.InRange(function.FindFunction("monitor")!.Instructions.Length, 1, 64); // the published one had 1498 more, of the VM
    }

    [GeneratedRegex(@"^\| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`")]
    private static partial Regex Name();
}
