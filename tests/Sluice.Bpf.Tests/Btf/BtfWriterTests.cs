using Sluice.Bpf.Btf;

namespace Sluice.Bpf.Tests.Btf;

public sealed class BtfWriterTests
{
    [Theory, MemberData(nameof(TestObjects.All), MemberType = typeof(TestObjects))]
    public void Writes_what_clang_wrote(string name)
    {
        var types = TestObjects.Types(name);
        var image = BtfWriter.Write(types, TestObjects.Extension(name));
        Assert.Equal(TestObjects.Section(name, ".BTF"), image.Types);
        Assert.Equal(TestObjects.Section(name, ".BTF.ext"), image.Extension);
    }

    [Fact]
    public void Writes_what_pahole_wrote()
    {
        var types = KernelTypes.Get();
        Assert.True(File.ReadAllBytes(BtfTypes.FindKernelFile()!).AsSpan().SequenceEqual(BtfWriter.Write(types)));
    }

    [Fact]
    public void What_is_imported_reads_back_the_same()
    {
        var types = TestObjects.Types("clang-19/globals.o");
        var builder = new BtfBuilder();
        foreach (var type in types.Own)
            builder.Import(type);
        var copy = BtfTypes.Read(BtfWriter.Write(builder.Build()), "copy");
        Assert.Equal(types.All.Length, copy.All.Length);
        foreach (var type in types.Own.ToArray().Where(type => type.Name.Length > 0))
        {
            var twin = copy.FindAll(type.Name).First(other => other.GetType() == type.GetType());
            Assert.Equal(type.SizeOf(), twin.SizeOf());
            Assert.Equal(type.AlignmentOf(), twin.AlignmentOf());
            if (type is BtfStruct @struct)
                Assert.Equal(@struct.Members.Select(Describe), ((BtfStruct)twin).Members.Select(Describe));
        }
    }

    [Fact]
    public void Builds_a_struct_that_points_to_itself()
    {
        var builder = new BtfBuilder(isBigEndian: true);
        var node = builder.Struct("node", 16);
        var number = builder.Integer("int", 4, BtfIntegerEncoding.Signed);
        builder.SetMembers(node,
        [
            new("next", builder.Pointer(node), 0, 0),
            new("low", number, 64, 3),
            new("high", number, 67, 29),
        ]);
        var read = BtfTypes.Read(BtfWriter.Write(builder.Build()), "built").Find<BtfStruct>("node")!;
        Assert.Equal(16, read.Size);
        Assert.Same(read, Assert.IsType<BtfPointer>(read.Members[0].Type).Target);
        Assert.Equal([(64, 3), (67, 29)], read.Members[1..].Select(member => (member.BitOffset, member.BitSize)));
    }

    [Fact]
    public void Split_types_continue_their_base()
    {
        var @base = TestObjects.Types("clang-19/globals.o");
        var builder = new BtfBuilder(@base);
        var number = @base.All.OfType<BtfInteger>().First();
        var pair = builder.Struct("pair_of_the_module", 8, [new("a", number, 0, 0), new("b", number, 32, 0)]);
        var bytes = BtfWriter.Write(builder.Build());
        var read = BtfTypes.Read(bytes, "module", @base);
        Assert.Equal(@base.All.Length, read.FirstOwnId);
        Assert.Equal(pair.Id, read.Find<BtfStruct>(pair.Name)!.Id);
        Assert.Same(number, read.Find<BtfStruct>(pair.Name)!.Members[0].Type);
        Assert.Same(@base.Find<BtfVariable>("_license"), read.Find<BtfVariable>("_license"));
        Assert.Equal(bytes, BtfWriter.Write(read));
    }

    [Fact]
    public void A_builder_refuses_foreign_types_and_loops()
    {
        var builder = new BtfBuilder();
        var foreign = new BtfBuilder().Integer("int", 4);
        Assert.Throws<ArgumentException>(() => builder.Pointer(foreign));
        var outer = builder.Struct("outer", 8);
        Assert.Throws<ArgumentException>(() => builder.SetMembers(outer, [new("a", outer, 64, 1)]));
        builder.SetMembers(outer, [new("self", outer, 0, 0)]);
        Assert.Contains("contains itself", Assert.Throws<InvalidOperationException>(builder.Build).Message, StringComparison.Ordinal);
    }

    static (string, int, int, int) Describe(BtfMember member) =>
        (member.Name, member.BitOffset, member.BitSize, member.Type.SizeOf());
}
