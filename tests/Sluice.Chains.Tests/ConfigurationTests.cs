using Sluice.Bpf.Btf;
using Sluice.Bpf.Btf.Values;
using Sluice.Bpf.Platform;
using Sluice.Chains.Code;
using Sluice.Chains.Deployment;
using Sluice.Chains.Functions;
using Sluice.Chains.Semantics;
using Sluice.Chains.Tests.Functions;
using Sluice.Chains.Tests.Support;

namespace Sluice.Chains.Tests;

/// <summary>What a script says beside its chains arrives in the unit: entries byte by byte, settings, attachments, files.</summary>
public sealed class ConfigurationTests
{
    const string Loader = "from loaders.hike_default import ip6_simple_classifier, ip_dst_classifier, udp_port_classifier\n";

    [Theory]
    [InlineData("ip6_simple_classifier[ipv6_simple_classifier_map] = { (0): (main) }", "00000000", "00000000", 0)]
    [InlineData("ip6_simple_classifier[ipv6_sc_map] = { 0: main }", "00000000", "00000000", 0)]
    [InlineData("udp_port_classifier[udp_port_map] = { 0x35: main }", "3500", "00000000", 0)]
    [InlineData("ip_dst_classifier[ip4_dst_map] = { 10.0.0.0/8: main }", "08000000" + "0a000000", "00000000", 0)]
    [InlineData("ip_dst_classifier[ip4_dst_map] = { 192.0.2.1: main }", "20000000" + "c0000201", "00000000", 0)]
    [InlineData("ip_dst_classifier[ip6_dst_map] = { 2001:db8::/32: main }",
        "20000000" + "20010db8000000000000000000000000", "00000000", 0)]
    [InlineData("seen = hash((ip6, u16), mac, 8)\nseen[::1, 0x1234] = 02:00:00:00:00:09",
        "00000000000000000000000000000001" + "34120000", "020000000009", -1)]
    [InlineData("seen = hash(ip4, s16, 8)\nseen = { (192, 168, 1, 1): -2 }", "c0a80101", "feff", -1)]
    [InlineData("seen = array(u64, 8)\nseen[3] = 1 << 40", "03000000", "0000000000010000", -1)]
    [InlineData("from programs.routing import change_destination\nchange_destination[chaddr] = { 2: fc00::5 }", "0002",
        "fc000000000000000000000000000005", -1)]
    public void Entries_are_laid_out_as_the_map_wants_them(string statement, string key, string value, int chainAt)
    {
        var unit = Compile(Loader + statement + "\ndef main():\n    pass\n");
        var entry = Assert.Single(unit.Entries);
        Assert.Equal((key, value),
            (Convert.ToHexStringLower(entry.Key.AsSpan()), Convert.ToHexStringLower(entry.Value.AsSpan())));
        Assert.Equal(chainAt < 0 ? [] : [(chainAt, "main")], entry.Chains);
        Assert.Equal((key.Length / 2, value.Length / 2),
            (unit.FindMap(entry.Map)!.KeySize, unit.FindMap(entry.Map)!.ValueSize));
    }

    [Fact]
    public void Later_entries_and_settings_replace_earlier_ones()
    {
        var unit = Compile("from programs.meter import ip6_sd_tbmon\nseen = hash(u8, u8, 4)\nseen = { 1: 2, 3: 4 }\nseen[1] = 9\n"
            + "ip6_sd_tbmon(rate=1, burst=2)\nip6_sd_tbmon(rate=3)\n");
        Assert.Equal([(3, 4), (1, 9)], unit.Entries.Select(entry => ((int)entry.Key[0], (int)entry.Value[0])));
        Assert.Equal([new("meter", "ip6_sd_tbmon", "burst", 2),
            new FunctionSetting("meter", "ip6_sd_tbmon", "rate", 3)], unit.Settings);
    }

    [Fact]
    public void A_loader_is_attached_to_several_interfaces_and_another_waits()
    {
        var unit = Compile(Loader + "ip6_simple_classifier.attach('eth0', 'xdpgeneric')\nip6_simple_classifier.attach('eth1')\n");
        Assert.Equal([new("eth0", "xdpgeneric"), new Attachment("eth1", "xdp")],
            unit.Loaders.Single(loader => loader.Name == "ip6_simple_classifier").Attachments);
        Assert.Empty(unit.Loaders.Single(loader => loader.Name == "udp_port_classifier").Attachments);
    }

    [Fact]
    public void Variables_of_the_top_level_lie_in_one_map_with_their_first_values()
    {
        var unit = Compile("first = 7\nsecond: ip4 = 10.0.0.1\nUNCHANGED = 5\ndef main():\n    first += 1\n    second = 10.0.0.2\n");
        var entry = Assert.Single(unit.Entries);
        Assert.Equal("0700000000000000" + "0100000a00000000", Convert.ToHexStringLower(entry.Value.AsSpan()));
        Assert.Equal(entry.Value.Length, unit.FindMap(entry.Map)!.Spec!.ValueSize);
    }

    [Fact]
    public void Chains_and_constants_come_from_files_and_the_own_names_stay()
    {
        Dictionary<string, string> files = new()
        {
            ["lib.eclat"] = "from 'deep.eclat' import LIMIT\ndef helper():\n    return LIMIT\ndef shared():\n    return helper()\n",
            ["deep.eclat"] = "LIMIT = 40\n",
        };
        var unit = Compile("from chains.lib import shared\nfrom 'deep.eclat' import LIMIT\ndef helper():\n    return 2\ndef main():\n    return shared() + helper() + LIMIT\n", files.GetValueOrDefault);
        Assert.Equal(["helper", "main", "helper_2", "shared"], unit.Chains.Select(chain => chain.Name));
        var calls = unit.FindChain("main")!.Blocks.SelectMany(block =>
            block.Operations).OfType<CallChainOperation>().Select(call => call.Chain);
        Assert.Equal(["shared", "helper"], calls);
        Assert.Equal("helper_2",
            unit.FindChain("shared")!.Blocks.SelectMany(block =>
            block.Operations).OfType<CallChainOperation>().Single().Chain);
    }

    [Fact]
    public void Definitions_reach_names_strings_and_imported_files()
    {
        var options = new ScriptOptions
        {
            Catalogue = PackageCatalogue.Shipped,
            Definitions = new Dictionary<string, string> { ["DEVNAME"] = "eth7", ["PORT"] = "53" },
            ReadFile = _ => "LIMIT = PORT + 1\n",
        };
        var unit = ScriptCompiler.Compile(new("test.eclat",
            Loader + "from 'a.eclat' import LIMIT\nip6_simple_classifier.attach('DEVNAME')\nudp_port_classifier[udp_port_map] = { LIMIT: main }\ndef main():\n    pass\n"), options).Unit!;
        Assert.Equal("eth7", unit.Loaders.SelectMany(loader => loader.Attachments).Single().Device);
        Assert.Equal(54, unit.Entries.Single().Key[0]);
    }

    [Fact]
    public void Maps_of_a_script_tell_what_lies_in_them()
    {
        var unit = RunningScript.Compile("typed.eclat", """
            from programs.hike_default import hike_pass
            from loaders.hike_default import ip6_simple_classifier
            by6 = hash(ip6, mac, 8)
            pairs = lru_hash((u16, ip4), s64, 8)
            nets = lpm_trie(ip4, bool, 8)
            slots = percpu_array(u32, 4)
            ip6_simple_classifier[ipv6_simple_classifier_map] = { 0: main }

            def main():
                by6[packet.ip6.src] = packet.eth.src
                pairs[packet.ip6.payload_len, 192.0.2.1] += 1
                slots[1] += 2
                if 10.0.0.1 in nets: pairs[0, 192.0.2.1] = 1
                hike_pass()
            """);
        var composed = ChainComposer.Compose(unit, PackageCatalogue.Shipped).Object;
        var by6 = composed.FindMap("by6")!;
        Assert.Equal(BtfMeaning.Ipv6, BtfMeanings.Of(by6.KeyType!, "", BtfValueFormat.Auto));
        var pairs = Assert.IsType<BtfStruct>(composed.FindMap("pairs")!.KeyType);
        Assert.Equal([("part0", 0, 2), ("part1", 4, 4)], pairs.Members.Select(member => (member.Name, member.Offset, member.Type.SizeOf())));
        Assert.Equal(BtfMeaning.Ipv4, BtfMeanings.Of(pairs.Members[1].Type, "part1", BtfValueFormat.Auto));
        foreach (var map in composed.Maps.Where(map => map.Name is "by6" or "pairs" or "nets" or "slots"))
            Assert.Equal((map.Name, map.KeySize, map.ValueSize), (map.Name, map.KeyType!.SizeOf(), map.ValueType!.SizeOf()));
        // The kernel takes the types, and all engines do the same with the maps.
        foreach (var form in RunningScript.Kinds)
        {
            using var script = RunningScript.On(form, unit);
            Assert.Equal(XdpAction.Pass, script.Run(Frames.Udp6()).Verdict);
            Assert.Equal(1UL, BitConverter.ToUInt64(Value(script, "pairs", [13, 0, 0, 0, 192, 0, 2, 1])));
            Assert.Equal([2, 0, 0, 0, 0, 1], Value(script, "by6", Frames.Address(Frames.Source6))[..6]);
        }

        static byte[] Value(RunningScript script, string map, byte[] key)
        {
            var value = new byte[script.Map(map).ValueBufferSize];
            Assert.Equal(Errno.None, script.Map(map).Lookup(key, value));
            return value;
        }
    }

    [Fact]
    public void Interfaces_are_named_and_get_their_indices_where_the_script_runs()
    {
        var unit = RunningScript.Compile("interfaces.eclat", """
            from programs.hike_default import hike_pass, l2xcon
            from loaders.hike_default import interface_classifier
            interface_classifier[interface_map] = { 'eth0': first, 'eth1': second, 7: first, 'eth1': first }
            l2xcon[l2xcon_map] = { 'eth0': 'eth1' }

            def first():
                hike_pass()

            def second():
                l2xcon()
            """);
        var resolved = InterfaceNames.Resolve(unit, name => name == "eth0" ? 5u : 9u).Entries;
        Assert.Equal([("interface_map", "05000000", "first"), ("interface_map", "07000000", "first"), ("interface_map", "09000000", "first"), ("l2xcon_map", "05000000", "09000000")],
            resolved.Select(entry => (entry.Map[(entry.Map.LastIndexOf('.') + 1)..], Convert.ToHexString(entry.Key.AsSpan()),
                entry.Chains.IsEmpty ? Convert.ToHexString(entry.Value.AsSpan()) : entry.Chains[0].Chain)).Order());
    }

    static ChainUnit Compile(string script, Func<string, string?>? readFile = null)
    {
        var compiled = ScriptCompiler.Compile(new("test.eclat", script),
            new() { Catalogue = PackageCatalogue.Shipped, ReadFile = readFile ?? (_ => null) });
        Assert.True(compiled.Unit is not null,
            string.Concat(compiled.Diagnostics.Select(finding => DiagnosticText.Write(finding))));
        ChainChecker.Check(compiled.Unit);
        return compiled.Unit;
    }
}
