using Sluice.Bpf.Objects;
using Sluice.Kernel;

namespace Sluice.Cli.Tests;

/// <summary>What is in the kernel, as the tool shows and changes it.</summary>
public sealed class KernelCommandTests : IDisposable
{
    readonly KernelCollection _loaded;
    readonly string _sources;
    readonly string _ports;
    readonly string _reasons;

    public KernelCommandTests()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            Assert.Skip("what is in the kernel is shown to root only");
        using var engine = new KernelEngine();
        _loaded = engine.Load(BpfObject.Load(Checkout.Example("firewall/firewall.bpf.o")));
        _sources = $"{_loaded.Maps["sources"].Id}";
        _ports = $"{_loaded.Maps["allowed_ports"].Id}";
        _reasons = $"{_loaded.Maps["reasons"].Id}";
    }

    public void Dispose() => _loaded.Dispose();

    [Fact]
    public void A_program_is_listed_shown_and_dumped()
    {
        var program = _loaded.Programs.Values.Single();
        var listed = Sluice.Succeed("prog", "list", "--json").Json.GetProperty("programs").EnumerateArray()
            .Single(entry => entry.GetProperty("id").GetInt32() == program.Id);
        Assert.Equal("xdp", listed.GetProperty("type").GetString());
        Assert.Contains(listed.GetProperty("tag").GetString()!, Sluice.Succeed("prog", "show", $"{program.Id}").Out, StringComparison.Ordinal);
        Assert.Contains("exit", Sluice.Succeed("prog", "dump", $"{program.Id}").Out, StringComparison.Ordinal);
        Assert.Matches(@"; \S*firewall\.bpf\.c:\d+", Sluice.Succeed("prog", "dump", $"{program.Id}").Out);
        Assert.DoesNotContain(";", Sluice.Succeed("prog", "dump", "--no-lines", $"{program.Id}").Out, StringComparison.Ordinal);
        Assert.Matches(@"^firewall:\n; firewall\.bpf\.c:\d+: .*\n +0: ([0-9a-f]{2} ){15}[0-9a-f]{2}\n", Sluice.Succeed("prog", "dump", "--jited", $"{program.Id}").Out);
        var dumped = Sluice.Succeed("prog", "dump", "--json", $"{program.Id}").Json.GetProperty("programs")[0];
        Assert.Equal("exit", dumped.GetProperty("xlated").EnumerateArray().Last().GetProperty("text").GetString());
        Assert.Contains("int firewall(", dumped.GetProperty("xlated")[0].GetProperty("source").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_is_found_by_tag_object_and_pin()
    {
        if (!File.Exists("/usr/sbin/bpftool"))
            Assert.Skip("bpftool is not installed");
        var id = _loaded.Programs.Values.Single().Id;
        var tag = Ids("prog", "show", $"{id}", "--json").Single().GetProperty("tag").GetString()!;
        Assert.Contains(id, Ids("prog", "show", tag, "--json").Select(Id));
        var inspected = Sluice.Succeed("inspect", Checkout.Example("firewall/firewall.bpf.o"), "--json").Json.GetProperty("programs")[0];
        Assert.True(tag == inspected.GetProperty("tag_sha1").GetString() || inspected.GetProperty("tag_sha256").GetString()!.StartsWith(tag, StringComparison.Ordinal));
        Assert.Contains(id, Ids("prog", "show", Checkout.Example("firewall/firewall.bpf.o"), "--json").Select(Id));
        var pin = $"/sys/fs/bpf/sluice-cli-{Guid.NewGuid():n}";
        Assert.Equal("", Sluice.Shell($"/usr/sbin/bpftool prog pin id {id} {pin}", "/").Error);
        try
        {
            Assert.Equal(id, Id(Ids("prog", "show", pin, "--json").Single()));
        }
        finally
        {
            File.Delete(pin);
        }

        static IEnumerable<System.Text.Json.JsonElement> Ids(params string[] words) => Sluice.Succeed(words).Json.GetProperty("programs").EnumerateArray();
        static int Id(System.Text.Json.JsonElement program) => program.GetProperty("id").GetInt32();
    }

    [Fact]
    public void A_packet_runs_through_a_program_that_is_there_and_one_that_is_loaded_for_it()
    {
        var capture = Checkout.Example("captures/http.pcap");
        var there = Sluice.Succeed("prog", "run", $"{_loaded.Programs.Values.Single().Id}", "--in", capture, "--json").Json;
        Assert.Equal(("XDP_PASS", 2), (there.GetProperty("verdict").GetString(), there.GetProperty("retval").GetInt32()));
        var loaded = Sluice.Succeed("prog", "run", $"{Checkout.Example("vlan-rewrite/vlan-rewrite.bpf.o")}:vlan_push", "--in", capture, "--packet", "2", "--repeat", "1", "--json").Json;
        var packet = loaded.GetProperty("packet").GetString()!;
        Assert.Equal("8100", packet[24..28]);
        Assert.Contains("XDP_DROP (1)", Sluice.Succeed("prog", "run", Checkout.Example("drop/drop.bpf.o"), "--hex", new string('0', 128), "--repeat", "1000").Out, StringComparison.Ordinal);
        var tooMany = Sluice.Run("prog", "run", Checkout.Example("drop/drop.bpf.o"), "--in", capture, "--packet", "999999");
        Assert.Equal(1, tooMany.ExitCode);
        Assert.Contains("found 168 packets, expected at least 999999", tooMany.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_of_cpus_are_shown_as_asked_for()
    {
        Sluice.Succeed("map", "update", _reasons, "3", "11");
        var cpus = Sluice.Succeed("map", "lookup", _reasons, "3", "--all").Json.GetProperty("values").GetArrayLength();
        Assert.Equal(11 * cpus, Sluice.Succeed("map", "lookup", _reasons, "3", "--sum").Json.GetProperty("value").GetInt32());
        Assert.Equal(11, Sluice.Succeed("map", "lookup", _reasons, "3", "--max").Json.GetProperty("value").GetInt32());
        Assert.Equal(64, Sluice.Run("map", "lookup", _reasons, "3", "--max", "--sum").ExitCode);
    }

    [Fact]
    public async Task Changes_of_a_map_are_told()
    {
        Sluice.Succeed("map", "update", _ports, "80", "1");
        var watching = Task.Run(() => Sluice.Succeed("map", "watch", _ports, "--interval", "0.05", "--count", "3", "--for", "60", "--json"), TestContext.Current.CancellationToken);
        for (var value = 2; !watching.IsCompleted; value++)
        {
            Sluice.Succeed("map", "update", _ports, "80", $"{value}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        var told = (await watching).Out.TrimEnd().Split('\n').Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(3, told.Length);
        Assert.All(told, change =>
        {
            Assert.Equal(("changed", 80), (change.GetProperty("change").GetString(), change.GetProperty("key").GetInt32()));
            Assert.True(change.GetProperty("value").GetInt32() > change.GetProperty("before").GetProperty("value").GetInt32());
        });
    }

    [Fact]
    public void Types_in_the_kernel_are_listed_and_printed()
    {
        var program = Sluice.Succeed("prog", "show", $"{_loaded.Programs.Values.Single().Id}", "--json").Json.GetProperty("programs")[0];
        var id = program.GetProperty("btf_id").GetInt32();
        Assert.Contains(id, Sluice.Succeed("btf", "list", "--format", "json").Json.GetProperty("btf").EnumerateArray().Select(types => types.GetProperty("id").GetInt32()));
        Assert.Contains("struct bucket {", Sluice.Succeed("btf", $"id:{id}", "--type", "bucket").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void What_bpftool_makes_sluice_reads()
    {
        if (!File.Exists("/usr/sbin/bpftool"))
            Assert.Skip("bpftool is not installed");
        var folder = $"/sys/fs/bpf/sluice-cli-{Guid.NewGuid():n}";
        try
        {
            var made = Sluice.Shell($"mkdir {folder} && /usr/sbin/bpftool prog loadall {Checkout.Example("firewall/firewall.bpf.o")} {folder} pinmaps {folder} "
                + $"&& /usr/sbin/bpftool map update pinned {folder}/allowed_ports key hex 50 00 value hex 07 00 00 00 00 00 00 00", "/");
            Assert.Equal("", made.Error);
            Assert.Equal("firewall", Sluice.Succeed("prog", "show", $"{folder}/firewall", "--json").Json.GetProperty("programs")[0].GetProperty("name").GetString());
            Assert.Equal(7, Sluice.Succeed("map", "lookup", $"{folder}/allowed_ports", "80").Json.GetProperty("value").GetInt32());
            Assert.Contains("XDP_PASS", Sluice.Succeed("prog", "run", $"{folder}/firewall", "--in", Checkout.Example("captures/http.pcap")).Out, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Entries_are_written_and_read_as_their_types_are_written()
    {
        const string bucket = """{"full_at": 5, "passed": 7, "dropped": 2}""";
        Sluice.Succeed("map", "update", _sources, "2001:db8::1", bucket);
        var entry = Sluice.Succeed("map", "lookup", _sources, "2001:db8::1").Json;
        Assert.Equal(7, entry.GetProperty("value").GetProperty("passed").GetInt32());
        var dumped = Sluice.Succeed("map", "dump", _sources).Json.GetProperty("entries").EnumerateArray().Single();
        Assert.Equal("2001:db8::1", dumped.GetProperty("key").GetString());
        Sluice.Succeed("map", "delete", _sources, "2001:db8::1");
        var gone = Sluice.Run("map", "lookup", _sources, "2001:db8::1");
        Assert.Equal((1, "sluice: map 'sources' has no entry 2001:db8::1\n"), (gone.ExitCode, gone.Error));
    }

    [Fact]
    public void A_value_for_a_per_cpu_map_is_each_cpus()
    {
        Sluice.Succeed("map", "update", _reasons, "3", "11");
        var values = Sluice.Succeed("map", "lookup", _reasons, "3").Json.GetProperty("values").EnumerateArray();
        Assert.All(values, value => Assert.Equal(11, value.GetInt32()));
    }

    [Fact]
    public void What_sluice_writes_bpftool_reads()
    {
        if (!File.Exists("/usr/sbin/bpftool"))
            Assert.Skip("bpftool is not installed");
        Sluice.Succeed("map", "update", _ports, "443", "9");
        var said = Sluice.Shell($"/usr/sbin/bpftool -j map dump id {_ports}", "/").Json.EnumerateArray().Single().GetProperty("formatted");
        Assert.Equal((443, 9), (said.GetProperty("key").GetInt32(), said.GetProperty("value").GetInt32()));
    }

    [Fact]
    public void Features_are_shown_with_the_release_that_brought_them()
    {
        var features = Sluice.Succeed("features", "--helpers", "xdp", "--json").Json;
        var xdp = features.GetProperty("features").GetProperty("programs").EnumerateArray().Single(feature => feature.GetProperty("name").GetString() == "xdp");
        Assert.Equal(("4.8", "supported"), (xdp.GetProperty("since").GetString(), xdp.GetProperty("state").GetString()));
        Assert.Contains("bpf_redirect_map", features.GetProperty("helpers").GetProperty("xdp").EnumerateArray().Select(helper => helper.GetString()));
        Assert.Matches(@"ringbuf +5\.8 +yes", Sluice.Succeed("features", "--group", "maps").Out);
        Assert.Equal(ExitCode.Usage, Sluice.Run("features", "--helpers", "nothing").ExitCode);
    }

    [Theory]
    [InlineData("prog show no-such-program", "found no program in the kernel with the id, name or tag 'no-such-program'")]
    [InlineData("map dump no-such-map", "found no map 'no-such-map' in the kernel")]
    [InlineData("map dump 2147483647", "map 2147483647: cannot open: there is none of this id (ENOENT)")]
    [InlineData("map dump /sys/fs/bpf/no-such-pin", "pin /sys/fs/bpf/no-such-pin: cannot open: there is no such pin (ENOENT)")]
    [InlineData("link detach 2147483647", "link 2147483647: cannot open")]
    public void What_is_not_there_is_one_clear_error(string line, string message)
    {
        var run = Sluice.Run(line.Split(' '));
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"sluice: {message}", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_key_that_is_none_is_named()
    {
        var run = Sluice.Run("map", "lookup", _ports, "https");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("sluice: map 'allowed_ports', key 'https': found", run.Error, StringComparison.Ordinal);
    }
}
