using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Tests.Btf;

public sealed class BtfReaderTests
{
    [Theory, MemberData(nameof(TestObjects.All), MemberType = typeof(TestObjects))]
    public void Reads_every_object(string name)
    {
        var types = TestObjects.Types(name);
        Assert.IsType<BtfVoid>(types[0]);
        Assert.NotNull(types.Find<BtfDataSection>("license"));
        Assert.All(types.All.Select((type, id) => (type, id)), pair => Assert.Equal(pair.id, pair.type.Id));
        Assert.Equal(name.EndsWith("big-endian.o", StringComparison.Ordinal), types.IsBigEndian);
    }

    [Fact]
    public void Reads_the_running_kernel()
    {
        var types = KernelTypes.Get();
        var skb = types.Find<BtfStruct>("sk_buff");
        Assert.NotNull(skb);
        Assert.Equal("unsigned int", Assert.IsType<BtfInteger>(skb.FindMember("len")!.Type.Resolve()).Name);
        Assert.Contains(types.All, type => type is BtfFunction { Name: "bpf_prog_load" or "__sys_bpf" });
    }

    [Fact]
    public void Reads_the_same_types_in_either_byte_order()
    {
        var types = TestObjects.Types("clang-19/big-endian.o");
        var packet = types.Find<BtfStruct>("__sk_buff") ?? types.Find<BtfStruct>("xdp_md");
        Assert.NotNull(packet);
        Assert.Equal([.. Enumerable.Range(0, packet.Members.Length).Select(i => packet.Members[i].Offset).Order()],
            packet.Members.Select(member => member.Offset));
        Assert.Equal(4, packet.Members[0].Type.SizeOf());
    }

    [Fact]
    public void Reads_enumerators_of_64_bits()
    {
        var types = TestObjects.Types("clang-19/core-matches.o");
        var wide = types.All.OfType<BtfEnum>().First(type => type.Is64);
        Assert.Equal(8, wide.Size);
        Assert.Contains(wide.Values, value => (ulong)value.Value > uint.MaxValue);
    }

    [Fact]
    public void Reads_source_lines_and_functions()
    {
        var extension = TestObjects.Extension("clang-19/subprograms.o");
        var text = extension.Find(".text");
        Assert.NotNull(text);
        Assert.True(text.Functions.Length >= 2);
        Assert.All(text.Functions, info => Assert.Contains(text.Lines, line => line.Offset == info.Offset));
        var lines = File.ReadAllLines(TestObjects.PathOf("src/subprograms.bpf.c"));
        var own = text.Lines.Where(line => line.File.EndsWith("subprograms.bpf.c", StringComparison.Ordinal) && line.Line > 0).ToArray();
        Assert.NotEmpty(own);
        Assert.All(own, line => Assert.Equal(lines[line.Line - 1], line.Text));
    }

    [Fact]
    public void Reads_core_relocations_of_every_kind()
    {
        var kinds = new[] { "clang-19/core.o", "clang-19/core-matches.o" }
            .SelectMany(name => TestObjects.Extension(name).Sections)
            .SelectMany(section => section.CoreRelocations)
            .Select(relocation => relocation.Kind);
        Assert.Equal(Enum.GetValues<CoreRelocationKind>(), kinds.Distinct().Order());
    }

    [Fact]
    public void Finds_types_by_name_and_kind()
    {
        var types = TestObjects.Types("clang-19/maps.o");
        Assert.Equal("__u32", types.Find<BtfTypedef>("__u32")!.Name);
        Assert.Null(types.Find<BtfStruct>("__u32"));
        Assert.Empty(types.FindAll("no such type"));
        Assert.All(types.Own.ToArray().Where(type => type.Name.Length > 0), type => Assert.Contains(type, types.FindAll(type.Name)));
    }

    [Fact]
    public void An_id_out_of_range_is_an_argument_error() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BtfTypes()[1]);

    [Fact]
    public void An_object_without_types_is_named_in_the_error()
    {
        var path = TestObjects.PathOf("clang-19/legacy-maps.o");
        var error = Assert.Throws<BpfFormatException>(() => BtfTypes.Load(path));
        Assert.Equal(path, error.File);
        Assert.Equal("no section .BTF", error.Found);
    }
}
