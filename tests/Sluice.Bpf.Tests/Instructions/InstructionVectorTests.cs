using System.Collections.Immutable;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Tests.Instructions;

public sealed class InstructionVectorTests
{
    [Theory, TextVectors("isa.txt")]
    public void Assembles_and_disassembles(int line, string text, string bytes, string section)
    {
        var code = Parse(bytes);
        Assert.Equal(bytes, ToHex(Assembler.Assemble(text)));
        Assert.Equal(text, Disassembler.Format(code.AsSpan()));

        var form = InstructionSet.Find(code[0]);
        Assert.NotNull(form);
        Assert.True(form.HasCleanFields(code[0]), $"line {line}: the table says that a used field is reserved");
        Assert.Equal(code.Length, form.Slots);
        Assert.Equal(form.Section.Length == 0 ? "-" : form.Section, section);
    }

    [Theory, TextVectors("isa-spellings.txt")]
    public void Accepts_other_spellings(int line, string text, string bytes)
    {
        Assert.True(line > 0);
        Assert.Equal(bytes, ToHex(Assembler.Assemble(text)));
    }

    [Fact]
    public void Every_row_of_the_table_has_a_vector()
    {
        var seen = TextVectorsAttribute.Read("isa.txt").Select(vector => InstructionSet.Find(Parse(vector.Columns[1])[0])).ToHashSet();
        Assert.Empty(InstructionSet.Forms.Where(form => !seen.Contains(form)).Select(form => form.Syntax));
    }

    // Every spelling of the table with sample operands, so that no alias is shadowed by another row.
    [Fact]
    public void Every_spelling_of_the_table_is_read_as_its_own_row()
    {
        (string Code, string Sample)[] samples =
        [
            ("%rd", "r1"), ("%wd", "w1"), ("%rs", "r2"), ("%ws", "w2"), ("%ri", "r3"), ("%ad", "r1 + 8"), ("%as", "r2 - 8"),
            ("%i", "5"), ("%n", "6"), ("%l", "0x1122334455667788"), ("%j", "+1"), ("%J", "+1"), ("%f", "pc+1"), ("%F", "+1"), ("%h", "1"),
            ("%k", "#7"), ("%x", "0, 1"),
        ];
        foreach (var form in InstructionSet.Forms)
        {
            foreach (var syntax in form.Aliases.Insert(0, form.Syntax))
            {
                var text = samples.Aggregate(syntax, (current, sample) => current.Replace(sample.Code, sample.Sample));
                Assert.Same(form, InstructionSet.Find(Assembler.Assemble(text)[0]));
            }
        }
    }

    [Fact]
    public void No_two_rows_match_the_same_instruction()
    {
        foreach (var form in InstructionSet.Forms.Where(form => form.Selector != Selector.None))
        {
            var same = InstructionSet.Forms.Where(other => other.Opcode == form.Opcode && other.Selector == form.Selector
                && other.SelectorValue == form.SelectorValue);
            Assert.Single(same);
        }
    }

    [Fact]
    public void Big_endian_bytes_decode_to_the_same_instructions()
    {
        byte[] little = [0x79, 0xa1, 0xf8, 0xff, 0, 0, 0, 0, 0xb7, 0x02, 0, 0, 0x78, 0x56, 0x34, 0x12];
        byte[] big = [0x79, 0x1a, 0xff, 0xf8, 0, 0, 0, 0, 0xb7, 0x20, 0, 0, 0x12, 0x34, 0x56, 0x78];
        var code = InstructionCodec.Decode(little);
        Assert.Equal(code, InstructionCodec.Decode(big, bigEndian: true));
        Assert.Equal(big, InstructionCodec.Encode(code.AsSpan(), bigEndian: true));
        Assert.Equal(little, InstructionCodec.Encode(code.AsSpan()));
    }

    [Fact]
    public void Normalizes_the_callx_of_old_compilers()
    {
        Assert.Equal(Assembler.Assemble("callx r3")[0], InstructionCodec.Normalize(Assembler.Assemble("callx imm:r3")[0]));
        Assert.Equal(Assembler.Assemble("callx r3")[0], InstructionCodec.Normalize(Assembler.Assemble("callx r3")[0]));
    }

    [Fact]
    public void Refuses_a_part_of_an_instruction()
    {
        var error = Assert.Throws<BpfFormatException>(() => InstructionCodec.Decode(new byte[19], "main"));
        Assert.Equal("main: code+0x10: found an instruction of 3 bytes, expected instructions of 8 bytes", error.Message);
    }

    static ImmutableArray<BpfInstruction> Parse(string bytes) =>
        InstructionCodec.Decode(Convert.FromHexString(bytes.Replace(" ", "")));

    static string ToHex(ImmutableArray<BpfInstruction> code) =>
        string.Join(' ', InstructionCodec.Encode(code.AsSpan()).Select(b => b.ToString("x2")));
}
