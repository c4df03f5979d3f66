using System.Text.Json;

namespace Sluice.Cli.Tests;

public sealed class InspectTests
{
    [Fact]
    public void Shows_programs_maps_and_variables_to_people()
    {
        var lines = Sluice.Succeed("inspect", Checkout.Example("firewall/firewall.bpf.o")).Out.Split('\n');
        Assert.Contains("Licence  Dual BSD/GPL", lines);
        Assert.Contains(lines, line => line.StartsWith("firewall  xdp      xdp   xdp ", StringComparison.Ordinal));
        Assert.Contains("sources          lru_hash      struct in6_addr (16 B)  struct bucket (24 B)   65,536", lines);
        Assert.Contains("packets_per_second  const volatile __u64  100    firewall.rodata       0   8 B", lines);
    }

    [Fact]
    public void Says_the_same_in_json()
    {
        var json = Sluice.Succeed("inspect", Checkout.Example("flow-stats/flow-stats.bpf.o"), "--json").Json;
        Assert.Equal("flow-stats", json.GetProperty("name").GetString());
        Assert.Equal(["count_rx", "count_tx"], Names(json, "programs"));
        Assert.Equal(["xdp", "sched_cls"], json.GetProperty("programs").EnumerateArray().Select(p => p.GetProperty("type").GetString()));
        var flows = json.GetProperty("maps").EnumerateArray().Single(map => map.GetProperty("name").GetString() == "flows");
        Assert.Equal(32, flows.GetProperty("key_size").GetInt32());
        Assert.True(json.GetProperty("types").GetProperty("total").GetInt32() > 0);
    }

    [Fact]
    public void Shows_sub_programs_relocations_and_slots()
    {
        var calls = Sluice.Succeed("inspect", Path.Combine(Checkout.Objects, "clang-19", "subprograms.o"), "--json").Json;
        Assert.Contains(calls.GetProperty("programs").EnumerateArray(), program => program.GetProperty("calls").GetArrayLength() > 0);
        var core = Sluice.Succeed("inspect", Path.Combine(Checkout.Objects, "clang-19", "core.o"), "--json").Json;
        Assert.Contains(core.GetProperty("programs").EnumerateArray(), program => program.GetProperty("core_relocations").GetInt32() > 0);
        var inner = Sluice.Succeed("inspect", Path.Combine(Checkout.Objects, "clang-19", "inner-maps.o"), "--json").Json;
        Assert.Contains(inner.GetProperty("maps").EnumerateArray(), map => map.TryGetProperty("inner", out _));
    }

    [Fact]
    public void Takes_every_object_of_every_compiler()
    {
        foreach (var file in Directory.EnumerateFiles(Checkout.Objects, "*.o", SearchOption.AllDirectories))
        {
            Sluice.Succeed("inspect", file);
            Sluice.Succeed("inspect", file, "--json");
        }
    }

    static IEnumerable<string?> Names(JsonElement json, string list) =>
        json.GetProperty(list).EnumerateArray().Select(item => item.GetProperty("name").GetString());
}
