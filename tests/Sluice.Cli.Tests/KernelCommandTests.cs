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
        Assert.Matches("^[0-9a-f]+\n$", Sluice.Succeed("prog", "dump", "--jited", $"{program.Id}").Out);
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
        Assert.Equal(1, Sluice.Run("features", "--helpers", "nothing").ExitCode);
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
