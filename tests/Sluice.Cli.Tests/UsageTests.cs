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
    public void Refuses_what_is_no_command_line_with_64_and_a_hint(string line)
    {
        var run = Sluice.Run(line.Split(' '));
        Assert.Equal(64, run.ExitCode);
        Assert.Equal("", run.Out);
        Assert.All(run.Error.TrimEnd().Split('\n'), message => Assert.StartsWith("sluice: ", message));
        Assert.Contains("--help", run.Error);
    }

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
    [InlineData("sluice generate -o - --flows 2147483647")]
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
        Assert.Matches("^sluice: Could not find file '.*no-such-object.o'\\.\n$", run.Error);
    }
}
