using System.Text.Json;

namespace Sluice.Cli.Tests;

/// <summary><c>sluice run</c> says the same of the same capture, in process and in the kernel.</summary>
public sealed class EngineTests : IDisposable
{
    // What clocks wrote, what says which engine it was, values of each of its CPUs, and the numbers of programs in the array "next".
    static readonly HashSet<string> s_different =
        ["mode", "policy", "proved", "preparation_ns", "elapsed_ns", "packets_per_second", "bits_per_second", "ns_per_packet", "full_at", "time", "values", "next"];

    readonly TemporaryFolder _folder = new();

    public EngineTests()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            Assert.Skip("programs are loaded into the kernel by root only");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("firewall/firewall.bpf.o", "syn-flood.pcap", "--set packets_per_second=0 --set burst=20 --map allowed_ports={0}/firewall/ports.json")]
    [InlineData("load-balancer/load-balancer.bpf.o:flow_hash", "virtual-service.pcap", "--map backends={0}/load-balancer/backends.json")]
    [InlineData("events/events.bpf.o", "http.pcap", "--records events=connection_event")]
    [InlineData("protocol-count/protocol-count.bpf.o", "mixed.pcapng", "--repeat 3")]
    [InlineData("flow-stats/flow-stats.bpf.o:count_tx", "iperf-udp.pcap", "--limit 500")]
    [InlineData("vlan-rewrite/vlan-rewrite.bpf.o:vlan_push", "vlan.pcap", "")]
    public void The_report_and_the_captures_are_the_same(string program, string capture, string options)
    {
        var (here, there) = (Run("user"), Run("kernel"));
        Assert.Equal("kernel", there.Json.GetProperty("mode").GetString());
        Assert.Equal(Told(here.Json), Told(there.Json));
        foreach (var file in here.Json.GetProperty("files").EnumerateArray().Select(file => file.GetString()!))
            Assert.Equal(File.ReadAllBytes(Path.Combine(_folder["user"], file)), File.ReadAllBytes(Path.Combine(_folder["kernel"], file)));

        Sluice Run(string engine) => Sluice.Succeed(
            ["run", Checkout.Example(program), "--in", Checkout.Example($"captures/{capture}"), "--engine", engine, "--out", _folder[engine], "--json",
            .. string.Format(null, options, Checkout.Example(".")).Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
    }

    [Fact]
    public void Redirects_by_tail_calls_and_maps_are_told()
    {
        File.WriteAllText(_folder["redirect.s"], """
            .license "GPL"
            .map ports dev_map_hash key=4 value=4 entries=8
            .map next program_array key=4 value=4 entries=2
                .slot 0 = "by_map"
            .program start section="xdp"
            r2 = map[next]
            r3 = 0
            call bpf_tail_call
            r0 = 0
            exit
            .program by_map section="xdp"
            r1 = map[ports]
            r2 = 7
            r3 = 2
            call bpf_redirect_map
            exit
            """);
        File.WriteAllText(_folder["ports.json"], """[{ "key": "07000000", "value": "01000000" }]""");
        Sluice.Succeed("asm", _folder["redirect.s"], "-o", _folder["redirect.o"]);
        var reports = new[] { "user", "kernel" }.Select(engine => Sluice.Succeed(
            "run", $"{_folder["redirect.o"]}:start", "--in", Checkout.Example("captures/ping.pcap"), "--engine", engine, "--map",
            $"ports={_folder["ports.json"]}", "--out", _folder[engine], "--json").Json).ToArray();
        var target = Assert.Single(reports[1].GetProperty("redirects").EnumerateArray());
        Assert.Equal((1, "ports", 7), (target.GetProperty("ifindex").GetInt32(), target.GetProperty("map").GetString(), target.GetProperty("key").GetInt32()));
        Assert.Equal(Told(reports[0]), Told(reports[1]));
    }

    [Fact]
    public void What_a_program_prints_is_shown_with_its_packet()
    {
        // Prints the packet's length: "len %d".
        File.WriteAllText(_folder["print.s"], """
            .license "GPL"
            .program print section="xdp"
            r3 = *(u32 *)(r1 + 4)
            r2 = *(u32 *)(r1 + 0)
            r3 -= r2
            r1 = 0x006425206e656c ll
            *(u64 *)(r10 - 8) = r1
            r1 = r10
            r1 += -8
            r2 = 8
            call bpf_trace_printk
            r0 = 2
            exit
            """);
        var run = Sluice.Shell($$"""
            unshare --mount bash -c '
            mount -t tracefs tracefs /sys/kernel/tracing || exit 77
            sluice asm print.s -o print.o
            for engine in user kernel; do
                sluice run print.o --in {{Checkout.Example("captures/ping.pcap")}} --engine $engine --json > $engine.json
            done'
            """, _folder.Path);
        if (run.ExitCode == 77)
            Assert.Skip("the tracing file system cannot be mounted here");
        Assert.Equal("", run.Error);
        var printed = new[] { "user", "kernel" }
            .Select(engine => JsonDocument.Parse(File.ReadAllText(_folder[$"{engine}.json"])).RootElement.GetProperty("printed")).ToArray();
        Assert.Equal(54, printed[0].GetProperty("count").GetInt32());
        Assert.Equal(printed[0].GetRawText(), printed[1].GetRawText());
    }

    [Theory]
    [InlineData("--seed 1", "--seed")]
    [InlineData("--mode interpret", "--mode")]
    [InlineData("--clock capture", "--clock")]
    public void What_the_kernel_has_its_own_way_with_is_refused(string option, string name)
    {
        var run = Sluice.Run(["run", Checkout.Example("drop/drop.bpf.o"), "--in", Checkout.Example("captures/ping.pcap"), "--engine", "kernel", .. option.Split(' ')]);
        Assert.Equal(64, run.ExitCode);
        Assert.Contains(name, run.Error, StringComparison.Ordinal);
        Assert.Contains("the kernel", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--engine process", "--engine 'process': expected user|kernel")]
    [InlineData("--engine kernel --clock x", "--clock 'x': expected capture|real")]
    public void Unknown_engines_and_clocks_are_refused(string options, string message)
    {
        var run = Sluice.Run(["run", Checkout.Example("drop/drop.bpf.o"), "--in", Checkout.Example("captures/ping.pcap"), .. options.Split(' ')]);
        Assert.Equal(64, run.ExitCode);
        Assert.StartsWith($"sluice: {message}\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packet_that_the_kernel_does_not_take_is_named()
    {
        var run = Sluice.Run("run", Checkout.Example("drop/drop.bpf.o"), "--in", Checkout.Example("captures/ping.pcap"), "--engine", "kernel", "--ifindex", "2147483647");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("ping.pcap: packet 1: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("there is no interface 2147483647", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_privileges_the_missing_one_is_named()
    {
        var run = Sluice.Shell($"setpriv --bounding-set -all --inh-caps -all sluice run {Checkout.Example("drop/drop.bpf.o")} --in {Checkout.Example("captures/ping.pcap")} --engine kernel", "/");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("the process lacks CAP_BPF", run.Error, StringComparison.Ordinal);
    }

    // The members that are not of an engine's own, in order.
    static string Told(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(", ", element.EnumerateObject().Where(member => !s_different.Contains(member.Name)).Select(member => $"{member.Name}: {Told(member.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(",\n", element.EnumerateArray().Select(Told))}]",
        _ => element.GetRawText(),
    };
}
