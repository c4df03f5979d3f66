using Sluice.Click.Control;

namespace Sluice.Cli.Tests;

/// <summary>Routers with eBPF programs, from the command line.</summary>
public sealed class ClickProgramTests
{
    const string Balancer = "InfiniteSource(LIMIT 7, STOP true) -> lb :: BPFClassifier(ID 3, FILE {0}, SIGNATURE {1}); lb[0] -> a :: Counter -> Discard; lb[1] -> b :: Counter -> Discard";

    [Fact]
    public void Signed_programs_run_for_those_who_trust_the_key()
    {
        using TemporaryFolder folder = new();
        var text = Signed(folder, Balancer, "click-chain/round-robin.bpf.o");
        Assert.Equal("a.count:\n4\n\nb.count:\n3\n\n", Sluice.Succeed("click", "-e", text, "--key", folder["key.pub"], "-h", "a.count", "-h", "b.count").Out);
        Assert.StartsWith("proved ", Sluice.Succeed("click", "-e", text, "--key", folder["key.pub"], "-h", "lb.attestation").Out, StringComparison.Ordinal);

        var refused = Sluice.Run("click", "-e", text);
        Assert.Equal((1, ""), (refused.ExitCode, refused.Out));
        Assert.Contains("the router trusts no key", refused.Error, StringComparison.Ordinal);
        Sluice.Succeed("key", "generate", folder["other"]);
        Assert.Contains("is not trusted here", Sluice.Run("click", "-e", text, "--key", folder["other.pub"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Unsigned_programs_run_in_the_sandbox_where_that_is_allowed()
    {
        var text = Balancer.Replace("{0}", Checkout.Example("click-chain/round-robin"), StringComparison.Ordinal).Replace("{1}", "none", StringComparison.Ordinal);
        Assert.Contains("only where the router is started with --allow-unsigned", Sluice.Run("click", "-e", text).Error, StringComparison.Ordinal);
        Assert.Equal("sandbox\n", Sluice.Succeed("click", "-e", text, "--allow-unsigned", "-h", "lb.mode").Out);
    }

    [Fact]
    public void A_script_of_chains_is_an_element()
    {
        var text = $"FromDump({Checkout.Capture("dns.pcap")}, STOP true) -> c :: Chain({Checkout.Example("port-knock/port-knock.eclat")}); c[0] -> Discard";
        var run = Sluice.Succeed("click", "-e", text, "-h", "c.runs", "-h", "c.mode");
        Assert.Equal("c.runs:\n36\n\nc.mode:\ncompiled\n\n", run.Out);
    }

    [Fact]
    public void A_running_element_gets_another_program()
    {
        using TemporaryFolder folder = new();
        var text = Signed(folder, "InfiniteSource -> f :: BPFFilter(ID 4, FILE {0}, SIGNATURE {1}) -> Discard", "click-migration/counter-v1.bpf.o");
        Sluice.Succeed("sign", Checkout.Example("click-migration/counter-v2.bpf.o"), "--key", folder["key"], "-o", folder["next"]);
        Sluice? run = null;
        Thread running = new(() => run = Sluice.Run("click", "-e", text, "--key", folder["key.pub"], "--socket", folder["s"], "-h", "f.changes")) { IsBackground = true };
        running.Start();
        Assert.True(SpinWait.SpinUntil(() => File.Exists(folder["s"]), TimeSpan.FromSeconds(30)));

        var next = Checkout.Example("click-migration/counter-v2.bpf.o");
        var done = Sluice.Succeed("click", "reconfigure", "4", "--file", next, "--attestation", folder["next"], "--socket", folder["s"]).Out;
        Assert.Equal($"f :: BPFFilter: {next}: program counter runs, compiled; kept 1 map (packet_ctr_v1), 1 new (packet_ctr_v2); migrated\n", done);
        var json = Sluice.Succeed("click", "reconfigure", "f", "--file", next, "--attestation", folder["next"], "--socket", folder["s"], "--json").Json;
        Assert.Equal(["packet_ctr_v1", "packet_ctr_v2"], json.GetProperty("kept").EnumerateArray().Select(name => name.GetString()));
        var refused = Sluice.Run("click", "reconfigure", "f", "--file", next, "--attestation", folder["attestation"], "--socket", folder["s"]);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("the attestation is about an object with SHA-256", refused.Error, StringComparison.Ordinal);
        Assert.Contains("found no element with ID 9", Sluice.Run("click", "reconfigure", "9", "--file", next, "--socket", folder["s"]).Error, StringComparison.Ordinal);
        using (ControlClient client = new(ControlEndpoint.Unix(folder["s"])))
        {
            Assert.Equal(next, client.Read("f.file").Trim());
            Assert.NotEqual("0\t0", client.Read("f.map", "packet_ctr_v2").Trim());
            client.Write("stop", "");
        }

        running.Join();
        Assert.Equal((0, "2\n"), (run!.ExitCode, run.Out));
    }

    [Theory]
    [InlineData(64, "expected one of them", "1", "--file", "x")]
    [InlineData(64, "expected one of them", "1", "--file", "x", "--socket", "s", "--to", "127.0.0.1:9")]
    [InlineData(64, "expected --to with it", "1", "--file", "x", "--socket", "s", "--control-key", "k")]
    [InlineData(64, "expected an element's ID and --file", "1", "--socket", "s")]
    [InlineData(64, "expected an element's ID and --file", "--file", "x", "--socket", "s")]
    [InlineData(64, "expected no ID, --file or --attestation with it", "1", "--config", "x", "--socket", "s")]
    [InlineData(64, "control packets bring programs only", "--config", "x", "--to", "127.0.0.1:9")]
    [InlineData(1, "nowhere/x.click", "--config", "/nowhere/x.click", "--socket", "s")]
    [InlineData(64, "expected an address and a port", "1", "--file", "x", "--to", "nowhere")]
    [InlineData(64, "expected an address and a port", "1", "--file", "x", "--to", "127.1:9")]
    [InlineData(64, "control packets know no names", "f", "--file", "x", "--to", "127.0.0.1:9")]
    [InlineData(1, "is the router running with --socket", "1", "--file", "x", "--socket", "/nowhere/s")]
    public void Mistakes_are_named(int code, string message, params string[] arguments)
    {
        var run = Sluice.Run(["click", "reconfigure", .. arguments]);
        Assert.Equal(code, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    static string Signed(TemporaryFolder folder, string text, string example)
    {
        Sluice.Succeed("key", "generate", folder["key"]);
        Sluice.Succeed("sign", Checkout.Example(example), "--key", folder["key"], "-o", folder["attestation"]);
        return text.Replace("{0}", Checkout.Example(example), StringComparison.Ordinal).Replace("{1}", folder["attestation"], StringComparison.Ordinal);
    }
}
