using System.Globalization;
using Sluice.Click.Control;

namespace Sluice.Cli.Tests;

public sealed class ClickTests
{
    const string Counting = "InfiniteSource(LIMIT $N, STOP true) -> c :: Counter -> d :: Discard; define($N 5)";

    [Fact]
    public void Runs_a_configuration_and_reads_handlers()
    {
        Assert.Equal("5\n", Sluice.Succeed("click", "-e", Counting, "-h", "c.count").Out);
        Assert.Equal("7\n", Sluice.Succeed("click", "-e", Counting, "N=7", "-h", "c.count").Out);
        Assert.Equal("c.count:\n5\n\nd.count:\n5\n\n", Sluice.Succeed("click", "-e", Counting, "-h", "c.count", "-h", "d.count").Out);
        var json = Sluice.Succeed("click", "-e", Counting, "-h", "*.count", "--json").Json.GetProperty("handlers").EnumerateArray();
        Assert.Contains(json, handler => handler.GetProperty("handler").GetString() == "d.count" && handler.GetProperty("value").GetString() == "5");
    }

    [Fact]
    public void Writes_handlers_first() =>
        Assert.Equal("3\n", Sluice.Succeed("click", "-e", "InfiniteSource(LIMIT 9, STOP true) -> q :: Queue(100) -> Idle", "-w", "q.capacity=3", "--stop-after", "0.05", "-h", "q.length").Out);

    [Fact]
    public void Reads_files_and_standard_input_and_libraries_beside_them()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["mine.click"], "elementclass Two { -> Counter -> Counter -> }");
        File.WriteAllText(folder["main.click"], "require(library mine.click); InfiniteSource(LIMIT 2, STOP true) -> t :: Two -> Discard");
        Assert.Equal("2\n", Sluice.Succeed("click", folder["main.click"], "-h", "t/Counter@2.count").Out);
        Assert.Equal("4\n", Sluice.RunWith("InfiniteSource(LIMIT 4, STOP true) -> c :: Counter -> Discard", "click", "-", "-h", "c.count").Out);
    }

    [Fact]
    public void Scripts_print_to_standard_output() =>
        Assert.Equal("1\n2\n", Sluice.Succeed("click", "-e", "Script(print 1, wait 10ms, print 2, stop)").Out);

    [Fact]
    public void Stops_by_the_clock() => Assert.Equal("0\n", Sluice.Succeed("click", "-e", "Idle -> c :: Counter -> Discard", "--stop-after", "0.05", "-h", "c.count").Out);

    [Fact]
    public void Says_all_that_is_wrong_and_where()
    {
        var run = Sluice.Run("click", "-e", "Idle -> Quueue -> Discrad;");
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains("did you mean `Discard`?", run.Error);
        Assert.Contains("expression:1:9", run.Error);
        Assert.Contains("2 errors", run.Error);
        run = Sluice.Run("click", "-e", "Idle -> Queue(many) -> Queue(5, 6) -> Discard", "--check");
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Contains("C0604", run.Out);
        run = Sluice.Run("click", "-e", "Idle -> Queue(many) -> Idle; Idle -> Queue(5, 6) -> Idle", "--check", "--json");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(["C0701", "C0701"], run.Json.GetProperty("diagnostics").EnumerateArray().Select(found => found.GetProperty("code").GetString()));
        run = Sluice.Run("click", "-e", "Idle -> Quueue() -> Strip -> Counter; Idle -> nosuch -> Queue(0) -> Discard", "--check");
        Assert.Contains("5 errors", run.Out);
        Assert.All(["C0302", "C0701", "C0601", "C0301", "expression:1:21", "expression:1:30"], part => Assert.Contains(part, run.Out));
        Assert.True(Sluice.Succeed("click", "-e", Counting, "--check", "--json").Json.GetProperty("passed").GetBoolean());
    }

    [Theory]
    [InlineData("found no configuration", "click")]
    [InlineData("found no configuration", "click", "N=5")]
    [InlineData("found no configuration", "click", "graph")]
    [InlineData("found no option '--chekc'", "click", "a.click", "--chekc")]
    [InlineData("found 2 files", "click", "a.click", "b.click")]
    [InlineData("beside --expression", "click", "a.click", "-e", "Idle")]
    [InlineData("beside --socket", "click", "graph", "a.click", "--socket", "s")]
    [InlineData("expected DEV=CAPTURE", "click", "-e", "Idle", "--in", "eth0")]
    [InlineData("expected 1 with --in", "click", "-e", "Idle", "--in", "eth0=x.pcap", "--threads", "2")]
    [InlineData("expected ELEMENT.HANDLER=VALUE", "click", "-e", "Idle", "-w", "=3")]
    public void Refuses_what_is_no_command_line(string message, params string[] args)
    {
        var run = Sluice.Run(args);
        Assert.Equal((64, ""), (run.ExitCode, run.Out));
        Assert.Contains(message, run.Error);
    }

    [Theory]
    [InlineData("no/such/file.click", "click", "no/such/file.click")]
    [InlineData("found no handler 'c', expected ELEMENT.HANDLER", "click", "-e", "InfiniteSource -> c :: Counter -> Discard", "-h", "c")]
    [InlineData("found no handler 'cuont'", "click", "-e", "InfiniteSource -> c :: Counter -> Discard", "-h", "c.cuont")]
    [InlineData("cannot be read", "click", "-e", "InfiniteSource -> c :: Counter -> Discard", "-h", "c.reset")]
    [InlineData("found no folder", "click", "-e", "Idle", "--socket", "/no/such/folder/s")]
    [InlineData("found no FromDevice(eth0)", "click", "-e", "Idle", "--in", "eth0=x.pcap")]
    [InlineData("found no element 'x'", "click", "-e", "Script(stop)", "-h", "x.count")]
    [InlineData("found no element class 'Quueue': did you mean 'Queue'?", "click", "elements", "Quueue")]
    [InlineData("is the router running", "click", "graph", "--socket", "/nowhere/s")]
    public void Refuses_what_makes_no_sense(string message, params string[] args)
    {
        var run = Sluice.Run(args);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error);
        Assert.DoesNotContain("   at ", run.Error);
    }

    [Fact]
    public void A_capture_that_is_cut_or_cannot_be_written_is_a_failure()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["cut.pcap"], File.ReadAllBytes(Checkout.Capture("dns.pcap"))[..^1]);
        var run = Sluice.Run("click", "-e", $"FromDump({folder["cut.pcap"]}, STOP true) -> c :: Counter -> Discard", "-h", "c.count");
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains("found the end of the capture after", run.Error);
        Assert.Matches("^[1-9][0-9]*\n$", run.Out);
        if (!File.Exists("/dev/full"))
            Assert.Skip("there is no /dev/full");
        run = Sluice.Run("click", "-e", $"FromDump({Checkout.Capture("dns.pcap")}, STOP true) -> ToDump(/dev/full)");
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains("nothing more is written", run.Error);
    }

    [Fact]
    public void Lists_elements_and_explains_each()
    {
        var list = Sluice.Succeed("click", "elements", "--json").Json.GetProperty("elements").EnumerateArray().ToArray();
        Assert.All(list, element => Assert.NotEqual("", element.GetProperty("summary").GetString()));
        foreach (var name in list.Select(element => element.GetProperty("name").GetString()!))
            Assert.StartsWith($"{name}: ", Sluice.Succeed("click", "elements", name).Out);
        Assert.Contains("Queue ", Sluice.Succeed("click", "elements").Out);
    }

    [Fact]
    public void Captures_take_the_place_of_devices()
    {
        using TemporaryFolder folder = new();
        const string Text = "FromDevice(eth0, PROMISC true) -> c :: Counter -> Queue -> BandwidthShaper(100kBps) -> ToDevice(eth1); t :: Script(TYPE PASSIVE, return $(now))";
        var input = Checkout.Example("captures/dns.pcap");
        var counted = Sluice.Succeed("click", "-e", Text, "--in", $"eth0={input}", "--out", $"eth1={folder["out.pcap"]}", "-h", "c.count").Out.Trim();
        Assert.NotEqual("0", counted);
        Assert.Equal(counted, Sluice.Succeed("click", "-e", "FromDump(out.pcap, STOP true) -> c :: Counter -> Discard".Replace("out.pcap", folder["out.pcap"], StringComparison.Ordinal), "-h", "c.count").Out.Trim());
    }

    [Fact]
    public void Flattens()
    {
        const string Text = "elementclass Two { $a | -> Queue($a) -> Unqueue -> } Idle -> t :: Two(3) -> Discard";
        Assert.Equal("Idle@1 :: Idle;\nt/Queue@1 :: Queue(3);\nt/Unqueue@2 :: Unqueue;\nDiscard@3 :: Discard;\n\nIdle@1 -> t/Queue@1 -> t/Unqueue@2 -> Discard@3;\n",
            Sluice.Succeed("click", "flatten", "-e", Text).Out);
        Assert.Equal(4, Sluice.Succeed("click", "flatten", "-e", Text, "--json").Json.GetProperty("elements").GetArrayLength());
    }

    [Fact]
    public void Draws()
    {
        const string Text = "InfiniteSource -> c :: Counter -> q :: Queue(\"<&>\") -> Unqueue -> Discard";
        var svg = System.Xml.Linq.XDocument.Parse(Sluice.Succeed("click", "graph", "-e", Text).Out);
        Assert.Equal(5, svg.Descendants().Count(node => node.Name.LocalName == "g"));
        Assert.Equal(4, svg.Descendants().Count(node => node.Attribute("marker-end") is not null));
        Assert.Equal(1, svg.Descendants().Count(node => node.Attribute("stroke-dasharray") is not null));
        var dot = Sluice.Succeed("click", "graph", "-e", Text, "--format", "dot").Out;
        Assert.Contains("n2:o0 -> n3:i0 [style=dashed", dot);
        Assert.Equal(1, Sluice.Run("click", "graph", "-e", "Idle -> Quueue -> Discard").ExitCode);
    }

    [Fact]
    public void Answers_at_a_socket_while_it_runs_and_is_drawn_with_its_rates()
    {
        using TemporaryFolder folder = new();
        var path = folder["s"];
        Sluice? run = null;
        Thread running = new(() => run = Sluice.Run("click", "-e", "InfiniteSource -> c :: Counter -> Discard", "--socket", path, "-h", "c.count"));
        running.Start();
        using var client = Connect(path);
        var drawn = Sluice.Succeed("click", "graph", "--socket", path, "--interval", "0.1").Out;
        Assert.Contains("pps</text>", drawn);
        client.Write("hotconfig", "InfiniteSource -> c :: Counter -> q :: Queue -> Unqueue -> Discard");
        Assert.Contains("q", client.Read("list").Split('\n'));
        client.Write("stop", "");
        running.Join();
        Assert.Equal((0, ""), (run!.ExitCode, run.Error));
        Assert.True(long.Parse(run.Out, CultureInfo.InvariantCulture) > 0);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void A_running_router_gets_another_configuration()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["one.click"], "src :: InfiniteSource -> c :: Counter -> Discard");
        File.WriteAllText(folder["two.click"], "src :: InfiniteSource -> c :: Counter\n -> q :: Queue($capacity) -> Unqueue -> Discard;");
        File.WriteAllText(folder["wrong.click"], "src :: InfiniteSource -> c :: Counter\n -> q :: Queue(many) -> Unqueue -> Nowhere;");
        Sluice? run = null;
        Thread running = new(() => run = Sluice.Run("click", folder["one.click"], "capacity=77", "--socket", folder["s"], "-h", "c.count", "-h", "q.capacity")) { IsBackground = true };
        running.Start();
        using var client = Connect(folder["s"]);
        Assert.True(SpinWait.SpinUntil(() => Count(client) > 0, TimeSpan.FromSeconds(30)));
        var before = Count(client);
        Assert.Equal($"{folder["two.click"]}: runs, 5 elements, state of 2 taken over\n",
            Sluice.Succeed("click", "reconfigure", "--config", folder["two.click"], "--socket", folder["s"]).Out);
        Assert.Equal("77", client.Read("q.capacity"));
        Assert.True(Count(client) >= before, "the count is lost");

        var refused = Sluice.Run("click", "reconfigure", "--config", folder["wrong.click"], "--socket", folder["s"]);
        Assert.Equal((1, ""), (refused.ExitCode, refused.Out));
        Assert.All([$"{folder["wrong.click"]}:2:5", "expected a number from 1", $"{folder["wrong.click"]}:2:36", "`Nowhere`"], part => Assert.Contains(part, refused.Error));
        refused = Sluice.RunWith("q :: Quee", "click", "reconfigure", "--config", "-", "--socket", folder["s"]);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("standard input:1:6", refused.Error);
        Assert.Equal("77", client.Read("q.capacity"));
        before = Count(client);
        Assert.True(SpinWait.SpinUntil(() => Count(client) > before, TimeSpan.FromSeconds(30)), "the router stands");
        client.Write("stop", "");
        running.Join();
        Assert.Equal((0, ""), (run!.ExitCode, run.Error));

        static long Count(ControlClient client) => long.Parse(client.Read("c.count"), CultureInfo.InvariantCulture);
    }

    // The router needs a moment to start.
    static ControlClient Connect(string path)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new(ControlEndpoint.Unix(path));
            }
            catch (IOException) when (tries < 200)
            {
                Thread.Sleep(20);
            }
        }
    }
}
