using System.Text.Json;
using Sluice.Packets;

namespace Sluice.Cli.Tests;

public sealed class RunTests
{
    static readonly string s_data = Path.Combine(Checkout.Root, "tests", "Sluice.Cli.Tests", "testdata");
    static readonly string s_ping = Checkout.Capture("ping.pcap");

    const string Fault = "fault: instruction 1: reads 1 byte at 0x";

    public static TheoryData<string> Modes => ["interpret", "compiled", "sandbox"];

    public static TheoryData<string> CheckedModes => ["interpret", "sandbox"];

    [Theory, MemberData(nameof(Modes))]
    public void Shows_what_programs_print(string mode)
    {
        var printed = Probe("say", "--mode", mode).GetProperty("printed");
        Assert.Equal(54, printed.GetProperty("count").GetInt32());
        var lines = printed.GetProperty("lines").EnumerateArray().ToArray();
        using var capture = CaptureReader.Open(s_ping);
        for (var i = 0; capture.TryRead(out var packet); i++)
        {
            Assert.Equal(i + 1, lines[i].GetProperty("packet").GetInt32());
            Assert.Equal($"{packet.Data.Length} bytes", lines[i].GetProperty("text").GetString());
        }
    }

    [Theory, MemberData(nameof(Modes))]
    public void Fires_timers_as_the_time_of_the_capture_passes(string mode)
    {
        // Every packet starts the timer anew, and so does the timer itself: it fires a millisecond later, the shortest time.
        const long wait = 1_000_000;
        using var capture = CaptureReader.Open(s_ping);
        var (expected, due) = (0L, long.MaxValue);
        while (capture.TryRead(out var packet))
        {
            for (; due <= packet.Timestamp; due += wait)
                expected++;
            due = packet.Timestamp + wait;
        }

        var run = Sluice.Succeed("run", Path.Combine(Checkout.Objects, "clang-19", "callbacks.o") + ":timer", "--in", s_ping, "--mode", mode, "--json");

        using var json = JsonDocument.Parse(run.Out);
        var timed = json.RootElement.GetProperty("maps").GetProperty("timed");
        var fired = timed.GetProperty("entries")[0].GetProperty("value").GetProperty("fired").GetInt64();
        Assert.Equal(expected, fired);
    }

    [Theory]
    [InlineData("click-dns/dns-filter.bpf.o", "CLICK_PASS 36")]
    [InlineData("click-chain/round-robin.bpf.o", "OUTPUT_0 18, OUTPUT_1 18")]
    [InlineData("click-rewrite/strip-ether-vlan.bpf.o", "CLICK_SUCCESS 36")]
    public void Programs_of_clicks_elements_have_verdicts_of_their_own(string example, string verdicts)
    {
        using TemporaryFolder folder = new();
        var json = Sluice.Succeed("run", Checkout.Example(example), "--in", Checkout.Capture("dns.pcap"), "--out", folder["out"], "--json").Json;
        Assert.Equal(verdicts, string.Join(", ", json.GetProperty("verdicts").EnumerateArray()
            .Select(verdict => $"{verdict.GetProperty("verdict").GetString()} {verdict.GetProperty("packets").GetInt64()}")));
        Assert.Equal(verdicts.Split(", ").Length, Directory.GetFiles(folder["out"]).Length);
    }

    [Fact]
    public void Runs_unchecked_what_is_proved_and_says_how_to_run_the_rest()
    {
        var drop = Checkout.Example("drop/drop.bpf.o");
        Assert.Contains("compiled mode, proved safe\n", Sluice.Succeed("run", drop, "--in", s_ping).Out);
        Assert.Contains("sandbox mode\n", Sluice.Succeed("run", drop, "--in", s_ping, "--mode", "sandbox").Out);
        Assert.Equal("none", Sluice.Succeed("run", drop, "--in", s_ping, "--policy", "none", "--json").Json.GetProperty("policy").GetString());
        foreach (var options in new string[][] { [], ["--mode", "compiled"], ["--mode", "sandbox", "--policy", "verify"] })
        {
            var run = Sluice.Run(["run", $"{s_data}/probe.bpf.o:fault", "--in", s_ping, .. options]);
            Assert.Equal((1, ""), (run.ExitCode, run.Out));
            Assert.StartsWith("sluice: program 'fault' is not proved safe: ", run.Error);
            Assert.Contains("--mode sandbox", run.Error);
        }
    }

    [Fact]
    public void Runs_signed_code_without_proving_it_again()
    {
        using var folder = new TemporaryFolder();
        var firewall = Checkout.Example("firewall/firewall.bpf.o");
        Sluice.Succeed("key", "generate", folder["key"]);
        Sluice.Succeed("sign", firewall, "--key", folder["key"], "-o", folder["attestation"], "--set", "burst=20");
        string[] command = ["run", firewall, "--in", s_ping, "--key", folder["key.pub"], "--attestation", folder["attestation"]];
        Assert.Contains("compiled mode, attested\n", Sluice.Succeed([.. command, "--set", "burst=20"]).Out);
        Fails("'firewall' is not as it was proved: constants were set", [.. command, "--set", "burst=21"]);
        Fails("the attestation is about an object with SHA-256", [.. command.Select(word => word == firewall ? Checkout.Example("drop/drop.bpf.o") : word)]);
        Assert.Equal(64, Sluice.Run("run", firewall, "--in", s_ping, "--policy", "attested").ExitCode);
        Assert.Equal(64, Sluice.Run("run", firewall, "--in", s_ping, "--attestation", folder["attestation"]).ExitCode);
        Assert.Equal(64, Sluice.Run([.. command, "--policy", "verify"]).ExitCode);

        static void Fails(string message, string[] words)
        {
            var run = Sluice.Run(words);
            Assert.Equal((1, ""), (run.ExitCode, run.Out));
            Assert.Contains(message, run.Error);
        }
    }

    [Fact]
    public void Lets_time_follow_the_capture()
    {
        using var capture = CaptureReader.Open(s_ping);
        Assert.True(capture.TryRead(out var packet));
        var first = packet.Timestamp;
        var last = first;
        while (capture.TryRead(out packet))
            last = packet.Timestamp;
        var variables = Probe("clock").GetProperty("variables");
        Assert.Equal(first, variables.GetProperty("first_time").GetInt64());
        Assert.Equal(last, variables.GetProperty("last_time").GetInt64());
        Assert.NotEqual(first, Probe("clock", "--clock", "real").GetProperty("variables").GetProperty("first_time").GetInt64());
    }

    [Fact]
    public void Repeats_itself_for_the_same_seed()
    {
        uint Number(string seed) => Probe("clock", "--seed", seed).GetProperty("variables").GetProperty("random_number").GetUInt32();
        Assert.Equal(Number("1"), Number("1"));
        Assert.NotEqual(Number("1"), Number("2"));
    }

    [Fact]
    public void Lets_time_go_on_when_packets_are_repeated()
    {
        var once = Probe("clock").GetProperty("variables");
        var twice = Probe("clock", "--repeat", "2");
        Assert.Equal(108, twice.GetProperty("packets").GetInt32());
        Assert.True(twice.GetProperty("variables").GetProperty("last_time").GetInt64() - once.GetProperty("first_time").GetInt64()
            > 2 * (once.GetProperty("last_time").GetInt64() - once.GetProperty("first_time").GetInt64()));
    }

    [Fact]
    public void Tells_programs_the_interface() =>
        Assert.Equal(12, Probe("clock", "--ifindex", "12").GetProperty("variables").GetProperty("interface").GetInt32());

    [Fact]
    public void Takes_only_the_first_packets_on_request() => Assert.Equal(7, Probe("clock", "--limit", "7").GetProperty("packets").GetInt32());

    [Fact]
    public void Faults_where_the_given_types_have_no_counterpart()
    {
        var folder = Path.Combine(Checkout.Objects, "clang-19");
        var (program, target) = (Path.Combine(folder, "core.o:unguarded"), Path.Combine(folder, "core-target.o"));
        Sluice.Succeed("run", program, "--in", Checkout.Capture("ping.pcap"), "--limit", "2");
        var run = Sluice.Run("run", program, "--in", Checkout.Capture("ping.pcap"), "--limit", "2", "--mode", "sandbox", "--btf", target, "--json");
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Equal(2, run.Json.GetProperty("faults").GetProperty("count").GetInt32());
        Assert.Contains("no counterpart", run.Json.GetProperty("faults").GetProperty("first").GetProperty("message").GetString());
        Assert.Contains("no-such-types", Sluice.Run("run", program, "--in", Checkout.Capture("ping.pcap"), "--btf", "no-such-types").Error);
    }

    [Fact]
    public void Sets_variables_and_refuses_those_that_do_not_exist()
    {
        Assert.Equal(5, Probe("route", "--set", "fib_interface=5", "--limit", "0").GetProperty("variables").GetProperty("fib_interface").GetInt32());
        AssertFails("variable 'nonsense'", "clock", "--set", "nonsense=5");
        AssertFails("variable 'interface'", "clock", "--set", "interface=many");
        Assert.Equal(ExitCode.Usage, Sluice.Run("run", $"{s_data}/probe.bpf.o:clock", "--in", s_ping, "--set", "interface").ExitCode);
    }

    [Fact]
    public void Fills_maps_from_files()
    {
        var json = Probe("say", "--map", $"pairs={s_data}/pairs.json");
        Assert.Equal("XDP_PASS", Verdict(json).GetProperty("verdict").GetString());
        Assert.Equal(
            """{"key":0,"value":{"address":"192.0.2.7","count":3,"name":"seven"}}""",
            Compact(json.GetProperty("maps").GetProperty("pairs").GetProperty("entries")[0]));
        Assert.Equal("XDP_DROP", Verdict(Probe("say")).GetProperty("verdict").GetString());
    }

    [Theory]
    [InlineData("[", "no JSON")]
    [InlineData("{}", "expected a list")]
    [InlineData("[1]", "entry 0: found 1, expected an object")]
    [InlineData("""[{ "key": 0 }]""", "\"value\"")]
    [InlineData("""[{ "key": 0, "value": { "nonsense": 1 } }]""", "entry 0: ")]
    [InlineData("""[{ "key": 0, "value": { "count": 70000 } }]""", "entry 0: ")]
    [InlineData("""[{ "key": "x", "value": {} }]""", "entry 0: ")]
    public void Says_where_a_map_file_is_wrong(string text, string message)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["map.json"], text);
        AssertFails(message, "say", "--map", $"pairs={folder["map.json"]}");
        AssertFails(folder["map.json"], "say", "--map", $"pairs={folder["map.json"]}");
    }

    [Fact]
    public void Says_that_a_map_is_full_or_missing()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["map.json"], $"[{string.Join(',', Enumerable.Range(0, 5).Select(i => $"{{\"key\":{i},\"value\":{{}}}}"))}]");
        AssertFails("entry 4: cannot update map 'pairs': it is full", "say", "--map", $"pairs={folder["map.json"]}");
        AssertFails("found no map 'nonsense'", "say", "--map", $"nonsense={folder["map.json"]}");
    }

    [Theory, MemberData(nameof(CheckedModes))]
    public void Reports_faults_and_goes_on(string mode)
    {
        var run = Sluice.Run("run", $"{s_data}/probe.bpf.o:fault", "--in", s_ping, "--mode", mode, "--json");
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Equal(54, run.Json.GetProperty("packets").GetInt32());
        var faults = run.Json.GetProperty("faults");
        Assert.Equal(2, faults.GetProperty("count").GetInt32());
        var first = faults.GetProperty("first");
        Assert.Equal(1, first.GetProperty("packet").GetInt32());
        Assert.Equal("out_of_bounds", first.GetProperty("kind").GetString());
        Assert.StartsWith(Fault, first.GetProperty("message").GetString());
        Assert.EndsWith("probe.bpf.c", first.GetProperty("file").GetString());
        Assert.Equal(52, Verdict(run.Json).GetProperty("packets").GetInt32());

        run = Sluice.Run("run", $"{s_data}/probe.bpf.o:fault", "--in", s_ping, "--mode", mode, "--stop-on-fault");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Packets  1 ", run.Out);
        Assert.Contains("1 fault; the first at packet 1:", run.Out);
        Assert.Contains(Fault, run.Out);
    }

    [Theory, MemberData(nameof(Modes))]
    public void Follows_redirects_through_maps_and_copies(string mode)
    {
        using var folder = new TemporaryFolder();
        var json = Probe("forward", "--mode", mode, "--map", $"ports={s_data}/ports.json", "--out", folder.Path);
        var redirect = json.GetProperty("redirects")[0];
        Assert.Equal(
            """{"ifindex":5,"map":"ports","key":1,"packets":54,"bytes":20684}""", Compact(redirect));
        Assert.Equal(["redirect-5.pcap"], Files(folder));
        Assert.Equal(54, Packets(folder["redirect-5.pcap"]).Count);

        json = Probe("copy", "--mode", mode, "--out", folder.Path);
        Assert.Equal("TC_ACT_SHOT", Verdict(json).GetProperty("verdict").GetString());
        Assert.Equal("""{"ifindex":9,"packets":54,"bytes":20684}""", Compact(json.GetProperty("clones")[0]));
        Assert.Equal(Packets(s_ping), Packets(folder["clone-9.pcap"]));
    }

    [Theory, MemberData(nameof(Modes))]
    public void Follows_tail_calls_into_programs_named_in_a_file(string mode)
    {
        var json = Probe("jump", "--mode", mode, "--map", $"next={s_data}/next.json");
        Assert.Equal("""{"verdict":"77","value":77,"packets":54,"bytes":20684}""", Compact(Verdict(json)));
        Assert.Equal("XDP_ABORTED", Verdict(Probe("jump", "--mode", mode)).GetProperty("verdict").GetString());
    }

    [Fact]
    public void Answers_route_lookups_from_a_file()
    {
        var variables = Probe("route", "--routes", $"{s_data}/routes.json").GetProperty("variables");
        Assert.Equal((0, 3), (variables.GetProperty("fib_result").GetInt32(), variables.GetProperty("fib_interface").GetInt32()));
        AssertFails("pairs.json", "route", "--routes", $"{s_data}/pairs.json");
    }

    [Fact]
    public void Writes_a_capture_for_each_verdict_with_times_and_bytes()
    {
        using var folder = new TemporaryFolder();
        var capture = Checkout.Capture("dns.pcap");
        Sluice.Succeed("run", Checkout.Example("tcp-filter/tcp-filter.bpf.o"), "--in", capture, "--out", folder["out"]);
        Assert.Equal(["drop.pcap", "pass.pcap"], Directory.EnumerateFiles(folder["out"]).Select(Path.GetFileName).Order());
        var (pass, drop) = (Packets(Path.Combine(folder["out"], "pass.pcap")), Packets(Path.Combine(folder["out"], "drop.pcap")));
        Assert.Equal((28, 8), (pass.Count, drop.Count));
        Assert.Equal(Packets(capture).Order(), pass.Concat(drop).Order());
    }

    [Fact]
    public void Keeps_interfaces_and_lengths_of_pcapng()
    {
        using var folder = new TemporaryFolder();
        var capture = Checkout.Capture("mixed.pcapng");
        Sluice.Succeed("run", Checkout.Example("drop/drop.bpf.o"), "--in", capture, "--out", folder.Path);
        Assert.Equal(["drop.pcapng"], Files(folder));
        Assert.Equal(Packets(capture), Packets(folder["drop.pcapng"]));
    }

    [Theory]
    [InlineData("vlan_push", "--set push_id=7", "1 46 8100 7, 20 54 8100 7, 30 58 88a8 7, 1 62 88a8 7, 25 90 88a8 7, 15 70 88a8 7")]
    [InlineData("vlan_pop", "", "1 42 0806 -, 20 50 0800 -, 30 50 0800 -, 1 54 0800 -, 25 82 86dd -, 15 62 8100 100")]
    [InlineData("vlan_rewrite", "--set to_id=42", "1 42 0806 -, 20 50 0800 -, 30 54 8100 42, 1 58 8100 0, 25 86 8100 200, 15 66 88a8 300")]
    public void Writes_packets_as_the_program_left_them(string program, string options, string expected)
    {
        using var folder = new TemporaryFolder();
        Sluice.Succeed(["run", Checkout.Example($"vlan-rewrite/vlan-rewrite.bpf.o:{program}"), "--in", Checkout.Capture("vlan.pcap"),
            "--out", folder.Path, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        // The page's table: how many frames of which length, EtherType and outer VLAN.
        var kinds = new Dictionary<string, int>();
        using var capture = CaptureReader.Open(folder["pass.pcap"]);
        while (capture.TryRead(out var packet))
        {
            var type = packet.Data[12] << 8 | packet.Data[13];
            var vlan = type is 0x8100 or 0x88a8 ? $"{(packet.Data[14] << 8 | packet.Data[15]) & 0xfff}" : "-";
            var kind = $"{packet.Data.Length} {type:x4} {vlan}";
            kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
        }

        var sums = expected.Split(", ").Select(text => text.Split(' ', 2))
            .GroupBy(parts => parts[1], parts => int.Parse(parts[0], null)).ToDictionary(group => group.Key, group => group.Sum());
        Assert.Equal(sums.OrderBy(pair => pair.Key), kinds.OrderBy(pair => pair.Key));
    }

    [Fact]
    public void Runs_what_is_left_of_a_damaged_capture()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["cut.pcap"], File.ReadAllBytes(s_ping)[..^10]);
        var run = Sluice.Run("run", Checkout.Example("drop/drop.bpf.o"), "--in", folder["cut.pcap"], "--json");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(53, run.Json.GetProperty("packets").GetInt32());
        Assert.Equal($"sluice: {run.Json.GetProperty("input_error").GetString()}\n", run.Error);
        Assert.Contains("cut.pcap: byte ", run.Error);
    }

    [Fact]
    public void Refuses_packets_without_an_ethernet_header()
    {
        using var folder = new TemporaryFolder();
        using (var capture = CaptureWriter.Create(folder["raw.pcap"], CaptureFormat.Pcap, new(LinkType.Raw)))
            capture.Write(0, [0x45, 0, 0, 20]);
        var run = Sluice.Run("run", Checkout.Example("drop/drop.bpf.o"), "--in", folder["raw.pcap"]);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"sluice: {folder["raw.pcap"]}: packet 1: found link type Raw (101), expected Ethernet", run.Error);
    }

    [Fact]
    public void Asks_which_program_and_names_those_there_are()
    {
        AssertFails("it has clock, say, fault,", null);
        AssertFails("found no program 'nonsense'", "nonsense");
        AssertFails("found a program of type kprobe, expected one that decides about packets", "elsewhere");
    }

    [Fact]
    public void Reads_standard_input_and_says_the_same_as_text_and_json()
    {
        using var folder = new TemporaryFolder();
        var line = $"sluice run {Checkout.Example("firewall/firewall.bpf.o")} --in - < {Checkout.Capture("dns.pcap")}";
        var text = Sluice.Shell(line, folder.Path);
        Assert.Equal((0, ""), (text.ExitCode, text.Error));
        var json = Sluice.Shell(line + " --json", folder.Path).Json;
        foreach (var verdict in json.GetProperty("verdicts").EnumerateArray())
            Assert.Matches($@"{verdict.GetProperty("verdict").GetString()} +{verdict.GetProperty("packets")} ", text.Out);
        foreach (var variable in json.GetProperty("variables").EnumerateObject())
            Assert.Matches($@"\n{variable.Name} .* {variable.Value}\n", text.Out);
        foreach (var map in json.GetProperty("maps").EnumerateObject())
            Assert.Contains($"\n{map.Name} ({map.Value.GetProperty("type").GetString()}): ", text.Out);
    }

    [Fact]
    public void Cuts_long_maps_for_people_only()
    {
        string[] line = ["run", Checkout.Example("firewall/firewall.bpf.o"), "--in", Checkout.Capture("syn-flood.pcap"),
            "--map", $"allowed_ports={Checkout.Example("firewall/ports.json")}"];
        Assert.Contains("  … 178 more (use --json, or --entries N)", Sluice.Succeed([.. line, "--entries", "5"]).Out);
        Assert.Equal(183, Sluice.Succeed([.. line, "--json"]).Json.GetProperty("maps").GetProperty("sources").GetProperty("entries").GetArrayLength());
    }

    [Fact]
    public void Reads_rings_while_the_program_runs_and_decodes_their_records()
    {
        string[] line = ["run", Checkout.Example("events/events.bpf.o"), "--in", Checkout.Capture("http.pcap"), "--json"];
        var typed = Sluice.Succeed([.. line, "--records", "events=connection_event"]).Json.GetProperty("records").GetProperty("events");
        Assert.Equal(8, typed.GetProperty("count").GetInt32());
        Assert.Equal(8 * 48, typed.GetProperty("bytes").GetInt32());
        Assert.Equal(0, typed.GetProperty("lost").GetInt32());
        Assert.All(typed.GetProperty("entries").EnumerateArray(), entry => Assert.Equal(80, entry.GetProperty("record").GetProperty("destination_port").GetInt32()));
        var raw = Sluice.Succeed(line).Json.GetProperty("records").GetProperty("events").GetProperty("entries")[0].GetProperty("record");
        Assert.Equal(JsonValueKind.String, raw.ValueKind);
        Assert.Contains("found no type 'nonsense'", Sluice.Run([.. line, "--records", "events=nonsense"]).Error);
    }

    [Fact]
    public void Ends_with_what_is_known_when_interrupted()
    {
        using var folder = new TemporaryFolder();
        var run = Sluice.Shell(
            $"exec 2> errors; set -m; sluice run {Checkout.Example("drop/drop.bpf.o")} --in {s_ping} --repeat 1000000000000 --out out --json > out.json 2> sluice.errors & "
            + "for i in {1..600}; do [ -e out/drop.pcap ] && break; sleep 0.05; done; kill -INT $!; wait $!",
            folder.Path);
        Assert.Equal((0, ""), (run.ExitCode, File.ReadAllText(folder["sluice.errors"])));
        var json = JsonDocument.Parse(File.ReadAllText(folder["out.json"])).RootElement;
        Assert.True(json.GetProperty("interrupted").GetBoolean());
        Assert.True(json.GetProperty("packets").GetInt64() > 0);
    }

    static JsonElement Probe(string program, params string[] options) =>
        Sluice.Succeed(["run", $"{s_data}/probe.bpf.o:{program}", "--in", s_ping, "--json", .. options]).Json;

    static void AssertFails(string message, string? program, params string[] options)
    {
        var run = Sluice.Run(["run", $"{s_data}/probe.bpf.o{(program is null ? "" : ":" + program)}", "--in", s_ping, .. options]);
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Matches("^sluice: [^\n]+\n$", run.Error);
        Assert.Contains(message, run.Error);
    }

    static JsonElement Verdict(JsonElement json) => Assert.Single(json.GetProperty("verdicts").EnumerateArray());

    static string Compact(JsonElement element) => JsonSerializer.Serialize(element);

    static IEnumerable<string?> Files(TemporaryFolder folder) => Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName).Order();

    static List<string> Packets(string file)
    {
        var packets = new List<string>();
        using var capture = CaptureReader.Open(file);
        while (capture.TryRead(out var packet))
        {
            packets.Add($"{packet.Timestamp} {packet.LinkType} {packet.InterfaceId} {packet.OriginalLength} {Convert.ToHexString(packet.Data)}");
        }

        return packets;
    }
}
