using System.Text.Json;
using Sluice.Bpf.Objects;

namespace Sluice.Cli.Tests;

/// <summary>Scripts are run and built from the command line.</summary>
public sealed class ChainRunTests
{
    const string Imports = """
        from programs.hike_default import hike_drop, hike_pass, monitor
        from loaders.hike_default import ip6_simple_classifier

        """;

    // Counts by port, answers what is wanted with a hop limit of its own, and drops the rest.
    const string Script = Imports + """
        ip6_simple_classifier[ipv6_simple_classifier_map] = { (0): (main) }

        def main():
            if packet.udp and packet.udp.dport == PORT:
                packet.ip6.hop_limit = 9
                monitor(twice(4))
                hike_pass()
            hike_drop()

        def twice(x: u32):
            return x * 2

        """;

    static readonly string s_capture = Checkout.Capture("dns.pcap");

    [Theory]
    [InlineData("compiled", "compiled")]
    [InlineData("compiled", "interpret")]
    [InlineData("compiled", "sandbox")]
    [InlineData("interpreted", "compiled")]
    [InlineData("interpreted", "sandbox")]
    public void A_script_runs_over_a_capture(string tier, string mode)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["dns.eclat"], Script);
        var run = Sluice.Run("run", folder["dns.eclat"], "--in", s_capture, "-D", "PORT", "53", "--tier", tier, "--mode", mode, "--policy", "none",
            "--out", folder["out"], "--json");
        Assert.Equal(("", 0), (run.Error, run.ExitCode));

        // IPv6: two queries of port 53 pass, the other 14 packets are dropped; 20 of IPv4 never come to the chain.
        Assert.Equal((14, 22), (Packets(run.Json, "XDP_DROP"), Packets(run.Json, "XDP_PASS")));
        var counted = Map(run.Json, "map_pcpu_mon").EnumerateArray().Single();
        Assert.Equal(8, counted.GetProperty("key").GetInt32());
        var written = Sluice.Succeed("run", Checkout.Example("drop/drop.bpf.o"), "--in", Directory.GetFiles(folder["out"], "*pass*").Single(), "--json");
        Assert.Equal(22, written.Json.GetProperty("packets").GetInt32());
    }

    [Fact]
    public void What_is_proved_runs_compiled()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["dns.eclat"], Script);
        var run = Sluice.Succeed("run", folder["dns.eclat"], "--in", s_capture, "-D", "PORT", "53");
        Assert.Contains("compiled mode, proved safe", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_in_a_script_are_shown_and_nothing_runs()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["bad.eclat"], Imports + "def main():\n    hike_dorp()\n");
        var run = Sluice.Run("run", folder["bad.eclat"], "--in", s_capture);
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains("bad.eclat:4:5", run.Error, StringComparison.Ordinal);
        Assert.EndsWith($"sluice: {folder["bad.eclat"]}: 1 error\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_without_a_loader_cannot_run()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["none.eclat"], "from programs.hike_default import hike_pass\ndef main():\n    hike_pass()\n");
        var run = Sluice.Run("run", folder["none.eclat"], "--in", s_capture);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("found no loader, expected one", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ast", "twice")]
    [InlineData("code", "\nchain twice(v0)\n")]
    [InlineData("bytecode", "# chain 0x40000002: twice, ")]
    [InlineData("graph", "digraph chains {\n")]
    public void Each_step_of_a_build_is_shown(string kind, string part)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["dns.eclat"], Script);
        var run = Sluice.Succeed("chain", "build", folder["dns.eclat"], "-D", "PORT", "53", "--emit", kind);
        Assert.Contains(part, run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_built_object_is_one_that_every_tool_takes()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["dns.eclat"], Script);
        Sluice.Succeed("chain", "build", folder["dns.eclat"], "-D", "PORT", "53", "-o", folder["dns.bpf.o"]);
        // Chains and functions stand in the place of their calls, with their lines.
        Assert.Contains(BpfObject.Load(folder["dns.bpf.o"]).Programs[0].Function.Lines, line => line.Text == "return x * 2");
        Assert.Contains("PASS: xdp/ip6_simple_classifier", Sluice.Succeed("verify", folder["dns.bpf.o"]).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Chains_are_listed_and_shown()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["dns.eclat"], Script);
        var chains = Sluice.Succeed("chain", "list", folder["dns.eclat"], "-D", "PORT", "53", "--json").Json.GetProperty("chains").EnumerateArray().ToArray();
        Assert.Equal(["main", "twice"], chains.Select(chain => chain.GetProperty("name").GetString()));
        Assert.Equal(["hike_default.hike_drop", "hike_default.hike_pass", "hike_default.monitor", "twice"],
            chains[0].GetProperty("calls").EnumerateArray().Select(name => name.GetString()!).Order(StringComparer.Ordinal));
        var shown = Sluice.Succeed("chain", "show", folder["dns.eclat"], "twice", "-D", "PORT", "53").Out;
        Assert.StartsWith("chain_twice:\n", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("chain_main", shown, StringComparison.Ordinal);
        var wrong = Sluice.Run("chain", "show", folder["dns.eclat"], "thrice", "-D", "PORT", "53");
        Assert.Equal((1, $"sluice: {folder["dns.eclat"]}: found no chain 'thrice', expected one of main, twice\n"), (wrong.ExitCode, wrong.Error));
    }

    static int Packets(JsonElement report, string verdict) => report.GetProperty("verdicts").EnumerateArray()
        .Single(row => row.GetProperty("verdict").GetString() == verdict).GetProperty("packets").GetInt32();

    static JsonElement Map(JsonElement report, string name) => report.GetProperty("maps").GetProperty(name).GetProperty("entries");
}
