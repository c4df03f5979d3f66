using Sluice.Bpf.Btf;
using Sluice.Kernel.Loading;

namespace Sluice.Kernel.Tests.Loading;

/// <summary>How lines of a kernel's <c>.config</c> become values of variables, by libbpf's rules.</summary>
public sealed class KernelConfigurationTests
{
    static readonly BtfBuilder s_builder = new();

    static readonly Dictionary<string, BtfType> s_types = Types();

    [Theory]
    [InlineData("y", "bool", "01")]
    [InlineData("n", "bool", "00")]
    [InlineData("y", "tristate", "01000000")]
    [InlineData("m", "tristate", "02000000")]
    [InlineData("n", "tristate", "00000000")]
    [InlineData("m", "char", "6d")]
    [InlineData("250", "int", "fa000000")]
    [InlineData("-1", "int", "ffffffff")]
    [InlineData("-128", "char", "80")]
    [InlineData("0xffffffff80000000", "ulong", "00000080ffffffff")]
    [InlineData("4294967295", "uint", "ffffffff")]
    [InlineData("\"abc\"", "text", "61626300")]
    [InlineData("\"longer\"", "text", "6c6f6e00")]
    [InlineData("\"\"", "text", "00000000")]
    public void A_value_is_written_as_the_variable_has_it(string text, string type, string expected)
    {
        var value = new byte[s_types[type].SizeOf()];
        value.AsSpan().Fill(0xcc);
        Assert.Null(ConfigurationValue.Write(text, s_types[type], value));
        Assert.Equal(expected, Convert.ToHexStringLower(value));
    }

    [Theory]
    [InlineData("m", "bool", "declare it as bool (y, n)")]
    [InlineData("y", "int", "expected a number")]
    [InlineData("128", "char", "expected -128 to 127")]
    [InlineData("-1", "uint", "expected 0 to 4294967295")]
    [InlineData("2147483648", "int", "declare a wider integer")]
    [InlineData("1", "bool", "declare it as an integer")]
    [InlineData("1", "text", "declare it as an integer")]
    [InlineData("\"abc\"", "int", "declare it as an array of char")]
    [InlineData("\"abc", "text", "expected a quote at its end")]
    [InlineData("abc", "int", "expected y, m, n, a number or text in quotes")]
    [InlineData("", "int", "expected y, m, n, a number or text in quotes")]
    public void What_does_not_fit_is_refused(string text, string type, string expected) =>
        Assert.Contains(expected, ConfigurationValue.Write(text, s_types[type], new byte[s_types[type].SizeOf()]), StringComparison.Ordinal);

    [Theory]
    [InlineData("6.18.44-fc-v595", "#1 SMP", "", 6, 18, 44)]
    [InlineData("5.10.300", "#1 SMP", "", 5, 10, 255)]
    [InlineData("6.1.0-21-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.90-1 (2024-05-03)", "", 6, 1, 90)]
    [InlineData("5.15.0-91-generic", "#101-Ubuntu SMP", "Ubuntu 5.15.0-91.101-generic 5.15.131", 5, 15, 131)]
    public void The_release_is_the_one_that_the_kernel_was_built_from(string release, string build, string signature, int major, int minor, int patch) =>
        Assert.Equal((major << 16) + (minor << 8) + patch, KernelConfiguration.VersionCode(release, build, signature));

    [Fact]
    public void Comments_and_other_lines_are_no_values()
    {
        using var text = new StringReader("#\n# CONFIG_HZ is not set\nCONFIG_DEFAULT_HOSTNAME=\"a=b\"\n=y\n");
        var spec = Bpf.Objects.BpfObject.Load(Path.Combine(Checkout.Objects, "clang-19", "externs.o"));
        var resolved = KernelConfiguration.Parse(text).Resolve(spec);
        Assert.True(resolved.FindVariable("CONFIG_HZ")!.IsUnresolved);
        var hostname = resolved.FindVariable("CONFIG_DEFAULT_HOSTNAME")!;
        Assert.Equal("a=b\0"u8, resolved.FindMap(hostname.Map)!.InitialData.AsSpan(hostname.Offset, 4));
    }

    static Dictionary<string, BtfType> Types()
    {
        var @char = s_builder.Integer("char", 1, BtfIntegerEncoding.Signed);
        var number = s_builder.Integer("int", 4, BtfIntegerEncoding.Signed);
        return new()
        {
            ["bool"] = s_builder.Typedef("flag", s_builder.Integer("_Bool", 1, BtfIntegerEncoding.Boolean)),
            ["tristate"] = s_builder.Enum("libbpf_tristate", 4, [new("TRI_NO", 0), new("TRI_YES", 1), new("TRI_MODULE", 2)]),
            ["char"] = @char,
            ["int"] = number,
            ["uint"] = s_builder.Integer("unsigned int", 4),
            ["ulong"] = s_builder.Integer("unsigned long", 8),
            ["text"] = s_builder.Array(@char, 4, number),
        };
    }
}
