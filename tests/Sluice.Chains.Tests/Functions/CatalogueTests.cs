using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Chains.Code;
using Sluice.Chains.Functions;
using Sluice.Chains.Semantics;

namespace Sluice.Chains.Tests.Functions;

public sealed class CatalogueTests
{
    static readonly PackageCatalogue s_catalogue = PackageCatalogue.Shipped;

    public static TheoryData<string, string> AllFunctions() =>
        [.. s_catalogue.Packages.SelectMany(package => s_catalogue.Find(package)!.Functions.Select(function => (package, function.Name)))];

    [Fact]
    public void The_published_packages_are_there() => Assert.Equal(
        ["alt_mark", "eip", "hike_default", "info", "meter", "packet", "routing", "sampler", "stamp", "tutorial"], s_catalogue.Packages);

    [Fact]
    public void A_signature_comes_from_the_types_of_the_object()
    {
        var function = s_catalogue.Find("hike_default")!.Functions.Single(function => function.IsCalled("hike_sr6_encap"));
        Assert.Equal("hike_sr6_encap(nsids: u8, index: u32)", function.ToString());
        Assert.Equal(ChainType.U64, function.Result);
        Assert.Equal(FunctionOutcome.Either, function.Outcome);
        Assert.Equal("how many segments the policy has, 1 to 8", function.Parameters[0].Documentation);
        Assert.StartsWith("Puts an IPv4 or IPv6 packet", function.Documentation);
        Assert.StartsWith("0, or -2", function.ResultDocumentation);
        Assert.Equal(["sr6_encap_policy_1", "sr6_encap_policy_2", "sr6_encap_policy_3", "sr6_encap_policy_4", "sr6_encap_policy_5",
            "sr6_encap_policy_6", "sr6_encap_policy_7", "sr6_encap_policy_8", "sr6_src_tun"], function.Maps.Select(map => map.Spec.Name).Order());
    }

    [Fact]
    public void Settings_come_with_type_and_meaning()
    {
        var function = s_catalogue.Find("meter")!.Functions.Single(function => function.Name == "ip6_sd_tbmon");
        Assert.Equal([("rate", ChainType.U64), ("burst", ChainType.U64)], function.Settings.Select(setting => (setting.Name, setting.Type)));
        Assert.All(function.Settings, setting => Assert.NotEmpty(setting.Documentation));
        Assert.Equal("pcpu_sd_tbmon", Assert.Single(function.Maps).Spec.Name);
    }

    [Theory]
    [InlineData("hike_pass", FunctionOutcome.Verdict)]
    [InlineData("monitor", FunctionOutcome.Value)]
    [InlineData("lse", FunctionOutcome.Either)]
    public void A_function_says_whether_it_decides(string name, FunctionOutcome outcome) =>
        Assert.Equal(outcome, s_catalogue.Find("hike_default")!.Functions.Single(function => function.Name == name).Outcome);

    [Theory]
    [InlineData("net", "ip6_sd_tbmon", "meter")]
    [InlineData("mynet", "ip6_hset_srcdst", "hike_default")]
    [InlineData("basic", "monitor", "hike_default")]
    [InlineData("hike", "show_pkt_info", "info")]
    [InlineData("routingpaolo", "paolo_seg6_end2", "routing")]
    public void Older_names_are_known(string package, string function, string owner)
    {
        var found = s_catalogue.Find(package)!.Functions.Single(known => known.IsCalled(function));
        Assert.Equal(owner, found.Package);
        Assert.NotNull(s_catalogue.Find(found.Package, found.Name)!.FindFunction(found.Name));
    }

    [Theory]
    [InlineData("basic", "ip6_sc", "ip6_simple_classifier", "ipv6_sc_map")]
    [InlineData("hike_default", "ip6_simple_classifier", "ip6_simple_classifier", "ipv6_simple_classifier_map")]
    [InlineData("routingpaolo", "ipv6_dst_classifier", "minimal_classifier", "map_ipv6")]
    public void Loaders_are_found_from_every_package(string package, string name, string program, string map)
    {
        var loader = s_catalogue.Find(package)!.Loaders.Single(loader => loader.IsCalled(name));
        Assert.Equal(program, loader.Name);
        Assert.Equal("sluice_chain_id", Assert.Single(loader.Maps, known => known.IsCalled(map)).Spec.ValueType!.Name);
        Assert.Equal(ProgramType.Xdp, s_catalogue.Find(loader.Package, program)!.FindProgram(program)!.Type);
    }

    [Theory, MemberData(nameof(AllFunctions))]
    public void Every_function_is_documented(string package, string name)
    {
        var function = s_catalogue.Find(package)!.Functions.Single(function => function.Name == name);
        Assert.EndsWith(".", function.Documentation);
        Assert.All(function.Parameters, parameter => Assert.NotEmpty(parameter.Documentation));
        Assert.All(function.Settings, setting => Assert.NotEmpty(setting.Documentation));
        Assert.All(function.Maps, map => Assert.NotEmpty(map.Documentation));
        Assert.Equal(function.Outcome == FunctionOutcome.Verdict, function.ResultDocumentation.Length == 0);
    }

    [Fact]
    public void Unknown_names_give_nothing()
    {
        Assert.Null(s_catalogue.Find("nothing"));
        Assert.Null(s_catalogue.Find("meter", "nothing"));
    }

    [Fact]
    public void A_folder_of_the_user_adds_packages_and_hides_shipped_ones()
    {
        using var folder = new TemporaryFolder();
        folder.Write("meter/only.bpf.o", Shipped("hike_default", "monitor"));
        folder.Write("mine/mine.bpf.o", Shipped("hike_default", "hike_drop"));
        var catalogue = new PackageCatalogue(folder.Path);
        Assert.Contains("mine", catalogue.Packages);
        Assert.Equal("monitor", Assert.Single(catalogue.Find("meter")!.Functions).Name);
        Assert.NotNull(catalogue.Find("mine", "hike_drop"));
        Assert.NotNull(catalogue.Find("sampler"));
    }

    [Fact]
    public void What_is_no_package_is_refused_in_words()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("found no such folder", Assert.Throws<DirectoryNotFoundException>(() => new PackageCatalogue(folder.Path + "-not")).Message);
        folder.Write("twice/a.bpf.o", Shipped("hike_default", "monitor"));
        folder.Write("twice/b.bpf.o", Shipped("hike_default", "monitor"));
        Assert.Contains("monitor: found the name of one in a.bpf.o, expected another",
            Assert.Throws<FunctionFormatException>(() => new PackageCatalogue(folder.Path).Find("twice")).Message);
        folder.Write("damaged/a.bpf.o", [1, 2, 3]);
        Assert.Throws<BpfFormatException>(() => new PackageCatalogue(folder.Path).Find("damaged"));
    }

    [Theory]
    [InlineData("no_context", "no_context: found no context as first parameter, expected struct xdp_md *ctx: use SLUICE_FUNCTION")]
    [InlineData("pointer", "pointer: found its result of type '', expected an integer of 8, 16, 32 or 64 bits")]
    [InlineData("both", "both: found both SLUICE_TERMINAL and SLUICE_VALUE, expected one of them or none")]
    public void A_function_that_chains_cannot_call_is_refused(string name, string message)
    {
        using var folder = new TemporaryFolder();
        folder.Write($"wrong/{name}.bpf.o", File.ReadAllBytes(TestData.Find($"functions/{name}.bpf.o")));
        Assert.EndsWith(message, Assert.Throws<FunctionFormatException>(() => new PackageCatalogue(folder.Path).Find("wrong")).Message);
    }

    static byte[] Shipped(string package, string name) =>
        File.ReadAllBytes(Path.Combine(TestData.Root, "bpf", "programs", package, $"{name}.bpf.o"));
}
