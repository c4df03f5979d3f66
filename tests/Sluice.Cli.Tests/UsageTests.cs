namespace Sluice.Cli.Tests;

public sealed class UsageTests
{
    [Fact]
    public void Says_its_version_and_nothing_else() => Assert.Matches(@"^\d+\.\d+\.\d+\n$", Sluice.Succeed("--version").Out);

    [Theory]
    [InlineData("nonsense")]
    [InlineData("inspect")]
    [InlineData("inspect a.o b.o")]
    [InlineData("inspect a.o --nonsense")]
    [InlineData("btf a.o --format yaml")]
    [InlineData("generate")]
    [InlineData("generate -o x.pcap --packets many")]
    [InlineData("completions tcsh")]
    [InlineData("inspect ")]
    [InlineData("run a.o --in ")]
    [InlineData("run a.o --in b.pcap --repeat many")]
    [InlineData("run a.o --in b.pcap --repeat 99999999999999999999")]
    [InlineData("run a.o --in b.pcap --limit -1")]
    [InlineData("run a.o --in b.pcap --ifindex -1")]
    [InlineData("run a.o --in b.pcap --entries -5")]
    [InlineData("run a.o --in b.pcap --seed -1")]
    [InlineData("click")]
    [InlineData("click a.click b.click")]
    [InlineData("click a.click -e Idle")]
    [InlineData("click -e Idle --in eth0")]
    [InlineData("attach a.o")]
    [InlineData("attach a.o --dev v0 --priority 99999999999")]
    [InlineData("link detach first")]
    [InlineData("prog run a.o")]
    [InlineData("features --group all")]
    [InlineData("features --helpers nonsense")]
    [InlineData("verify a.o --type nonsense")]
    [InlineData("status --measure -1")]
    [InlineData("trace --no-printk")]
    public void Refuses_what_is_no_command_line_with_64_and_a_hint(string line)
    {
        var run = Sluice.Run(line.Split(' '));
        Assert.Equal(64, run.ExitCode);
        Assert.Equal("", run.Out);
        Assert.All(run.Error.TrimEnd().Split('\n'), message => Assert.StartsWith("sluice: ", message));
        Assert.Contains("--help", run.Error);
        Assert.DoesNotContain("System.", run.Error);
    }

    [Fact]
    public void Says_what_an_option_wants() =>
        Assert.Equal("sluice: --handlers: expected ELEMENT.HANDLER behind it\nsluice: try 'sluice click --help'\n", Sluice.Run("click", "-e", "Idle", "-h").Error);

    [Theory]
    [InlineData("chain list", "sluice chain list")]
    [InlineData("fuzz verifier --for 0", "sluice fuzz verifier")]
    [InlineData("nonsense", "sluice")]
    public void Names_the_command_whose_help_says_more(string line, string command) =>
        Assert.EndsWith($"sluice: try '{command} --help'\n", Sluice.Run(line.Split(' ')).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("inspect", "/nowhere/x.o")]
    [InlineData("inspect", "examples/captures/ping.pcap")]
    [InlineData("disasm", "examples/firewall/firewall.bpf.c")]
    [InlineData("btf", "examples/captures/ping.pcap")]
    public void Says_what_is_wrong_with_a_file_in_one_line(string command, string file)
    {
        var path = Path.Combine(Checkout.Root, file);
        var run = Sluice.Run(command, path);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("", run.Out);
        Assert.Matches("^sluice: [^\n]+\n$", run.Error);
        Assert.Contains(path, run.Error);
    }

    [Theory]
    [InlineData("--map=allowed_ports", """{ "key": 1 }""", "found { \"key\": 1 }, expected a list")]
    [InlineData("--map=allowed_ports", """[{ "key": "many", "value": 1 }]""", "entry 0: key: found 'many', expected an unsigned number of 16 bits")]
    [InlineData("--map=allowed_ports", """[{ "key": 1, "value": "many" }]""", "entry 0: value: found 'many', expected ")]
    [InlineData("--map=allowed_ports", "[\n\u001b[31m", "line 2, byte 1: found no JSON, expected a list")]
    [InlineData("--map=allowed_ports", """[{ "key": "\ud800", "value": 1 }]""", "found a text that is no Unicode")]
    [InlineData("--routes", """{ "routes": [{ "to": "\ud800" }] }""", "found a text that is no Unicode")]
    [InlineData("--routes", "{", "line 1, byte 2: found no JSON, expected a routing table")]
    [InlineData("--routes", """{ "router": [] }""", "found 'router', expected interfaces, routes, neighbours")]
    [InlineData("--routes", """{ "routes": 7 }""", ": routes: found 7, expected a list")]
    [InlineData("--routes", """{ "routes": [{ "prefix": "::/0" }] }""", ": routes[0]: found 'prefix', expected to, via, dev")]
    public void Says_what_is_wrong_with_a_file_of_entries_or_routes(string option, string content, string message)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file.json"], content);
        var run = Sluice.Run(
            "run", Checkout.Example("firewall/firewall.bpf.o"), "--in", Checkout.Capture("ping.pcap"), $"{option}={folder["file.json"]}");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("", run.Out);
        Assert.Matches("^sluice: [^\n\u001b]+\n$", run.Error);
        Assert.Contains(message, run.Error);
    }

    [Fact]
    public void Takes_records_of_rings_only_and_the_last_type_of_two()
    {
        var (firewall, events, capture) = (Checkout.Example("firewall/firewall.bpf.o"), Checkout.Example("events/events.bpf.o"), Checkout.Capture("ping.pcap"));
        Assert.Contains("found a map of type hash", Sluice.Run("run", firewall, "--in", capture, "--records", "allowed_ports=bucket").Error);
        Sluice.Succeed("run", events, "--in", capture, "--records", "events=connection_event", "--records", "events=connection_event");
    }

    [Fact]
    public void Shows_no_control_sequence_of_a_file_it_refuses()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["hostile.s"], "\u001b[2J\n");
        Assert.DoesNotContain('\u001b', Sluice.Run("asm", folder["hostile.s"], "-o", folder["x.o"]).Error);
    }

    [Theory]
    [InlineData("sluice status --watch --interval 0.01 --json")]
    [InlineData("sluice generate -o - --packets 1000000000")]
    public void Ends_when_nobody_reads_on(string line)
    {
        if (!Environment.IsPrivilegedProcess && line.Contains("status", StringComparison.Ordinal))
            Assert.Skip("what is in the kernel is shown to root only");
        var run = Sluice.Shell($"{line} | head -c 1 > /dev/null", Checkout.Root);
        Assert.Equal((ExitCode.Failure, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public void Commands_write_one_behind_the_other_into_one_file()
    {
        using var folder = new TemporaryFolder();
        var run = Sluice.Shell("(sluice --version; echo; sluice --version) > x && wc -l < x", folder.Path);
        Assert.Equal("3", run.Out.Trim());
    }

    [Fact]
    public void Ends_quietly_when_nobody_reads_on()
    {
        var run = Sluice.Shell($"sluice disasm {Checkout.Example("firewall/firewall.bpf.o")} | head -n 1", Checkout.Root);
        Assert.Equal("", run.Error);
        Assert.Equal(".object \"firewall\"\n", run.Out);
    }

    [Theory]
    [InlineData("sluice inspect examples/firewall/firewall.bpf.o > /dev/full")]
    [InlineData("sluice inspect examples/firewall/firewall.bpf.o --json > /dev/full")]
    [InlineData("sluice generate -o /dev/full")]
    public void Says_in_one_line_that_there_is_no_room(string line)
    {
        if (!File.Exists("/dev/full"))
            Assert.Skip("there is no /dev/full");
        var run = Sluice.Shell(line, Checkout.Root);
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Matches("^sluice: [^\n]+\n$", run.Error);
    }

    [Fact]
    public void Names_a_file_that_is_not_there_in_words()
    {
        var run = Sluice.Run("inspect", "no-such-object.o");
        Assert.Equal(1, run.ExitCode);
        Assert.Matches("^sluice: .*no-such-object.o: found no such file\n$", run.Error);
    }

    [Fact]
    public void Says_where_a_folder_stands_in_the_place_of_a_file_or_a_file_in_that_of_a_folder()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["x"]);
        File.WriteAllText(folder["y"], "");
        Assert.Equal($"sluice: {folder["x"]}: found a folder, expected a file\n", Sluice.Run("inspect", folder["x"]).Error);
        Assert.Equal($"sluice: {folder["z/t"]}: found no such folder\n", Sluice.Run("generate", "-o", folder["z/t"]).Error);
        Assert.Equal($"sluice: {folder["y"]}: found a file that is there already\n",
            Sluice.Run("run", Checkout.Example("drop/drop.bpf.o"), "--in", Checkout.Capture("ping.pcap"), "--out", folder["y"]).Error);
    }

    [Fact]
    public void Takes_files_that_begin_with_a_byte_order_mark()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["ports.json"], "[{ \"key\": 53, \"value\": 0 }]", new System.Text.UTF8Encoding(true));
        File.WriteAllText(folder["routes.json"], "{ \"routes\": [] }", new System.Text.UTF8Encoding(true));
        Sluice.Succeed("run", Checkout.Example("firewall/firewall.bpf.o"), "--in", Checkout.Capture("ping.pcap"),
            "--map", $"allowed_ports={folder["ports.json"]}", "--routes", folder["routes.json"]);
    }

    [Theory]
    [InlineData("asm", "-o x.o")]
    [InlineData("chain", "check")]
    [InlineData("click", "--check")]
    public void Shows_of_a_line_without_end_what_is_around_the_mistake(string command, string option)
    {
        using var folder = new TemporaryFolder();
        var words = option.Split(' ');
        var text = new string('a', 100_000) + " ? " + new string('b', 100_000);
        File.WriteAllText(folder["long"], text);
        var run = Sluice.Run([command, .. command == "chain" ? words : [], folder["long"], .. command == "chain" ? [] : words]);
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.All((run.Out + run.Error).Split('\n'), line => Assert.InRange(line.Length, 0, 1200));
    }
}
