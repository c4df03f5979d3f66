using System.Buffers.Binary;
using System.Collections.Immutable;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Elf;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;
using Sluice.Chains.Machine;

namespace Sluice.Chains.Tests.Machine;

/// <summary>Chains as the published system keeps and compiles them.</summary>
public sealed class ChainImageTests
{
    const uint Id = 0x4000004c;

    static readonly ImmutableArray<BpfInstruction> s_code = Assembler.Assemble("r1 = 11\nr2 = 7\ncall 4608\nr0 = 0\nexit\n");

    [Fact]
    public void An_image_has_the_published_layout()
    {
        var bytes = new ChainImage(Id, s_code).ToBytes();
        Assert.Equal(768, bytes.Length);
        Assert.Equal((Id, (ushort)5), (BinaryPrimitives.ReadUInt32LittleEndian(bytes), BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(4))));
        Assert.Equal(InstructionCodec.Encode(s_code.AsSpan()), bytes[256..(256 + 40)]);
        Assert.All(bytes[6..256].Concat(bytes[296..]), value => Assert.Equal(0, value));
        var read = ChainImage.Read(bytes, "map");
        Assert.Equal(Id, read.Id);
        Assert.Equal(s_code, read.Instructions);
    }

    [Fact]
    public void What_is_no_image_is_refused()
    {
        var bytes = new ChainImage(Id, s_code).ToBytes();
        Assert.Throws<BpfFormatException>(() => ChainImage.Read(bytes.AsSpan(1), "map"));
        bytes[4] = 65;
        Assert.Throws<BpfFormatException>(() => ChainImage.Read(bytes, "map"));
        Assert.Throws<ArgumentException>(() => new ChainImage(Id, [.. Enumerable.Repeat(s_code[0], 65)]).ToBytes());
    }

    [Theory]
    [InlineData("1073741900")]
    [InlineData("0x4000004c")]
    public void Chains_are_read_from_the_sections_of_an_object(string id)
    {
        var function = new FunctionSpec { Name = "chain", Section = $"__sec_hike_chain_{id}", Instructions = s_code, IsGlobal = true };
        var image = ElfWriter.Write(new BpfObject { Name = "chains", Functions = [function] });
        var chain = Assert.Single(ChainSections.Read(image, "chains.o"));
        Assert.Equal(Id, chain.Id);
        Assert.Equal(s_code, chain.Instructions);
    }

    [Fact]
    public void A_section_without_an_id_is_refused()
    {
        var function = new FunctionSpec { Name = "chain", Section = "__sec_hike_chain_x", Instructions = s_code, IsGlobal = true };
        var image = ElfWriter.Write(new BpfObject { Name = "chains", Functions = [function] });
        Assert.Throws<BpfFormatException>(() => ChainSections.Read(image, "chains.o"));
    }
}
