using Sluice.Bpf.Assembly;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Tests.Instructions;

public sealed class ProgramCheckerTests
{
    [Theory, TextVectors("isa-invalid.txt")]
    public void Refuses_malformed_code(int line, string text, string offset, string found, string expected)
    {
        Assert.True(line > 0);
        var code = Assembler.Assemble(text.Replace(" / ", "\n"));
        var error = Assert.Throws<BpfFormatException>(() => ProgramChecker.Check(code.AsSpan(), "main"));
        Assert.Equal($"{offset}: {found} -> {expected}", $"{error.Offset}: {error.Found} -> {error.Expected}");
    }

    [Fact]
    public void Accepts_what_is_well_formed()
    {
        var code = Assembler.Assemble("""
                r6 = r1
                r1 = 0x1122334455667788 ll
                if r6 == 0 goto out
                call sub
                r2 = subprog[sub]
            again:
                may_goto out
                r1 += 1
                if w1 < 7 goto again
            out:
                r0 = 0
                exit
            sub:
                *(u64 *)(r10 - 8) = r1
                r0 = atomic_fetch_add((u64 *)(r10 - 8), r0)
                gotol back
            back:
                exit
            """);
        ProgramChecker.Check(code.AsSpan(), "main");
    }

    [Fact]
    public void Refuses_an_empty_program() =>
        Assert.Throws<BpfFormatException>(() => ProgramChecker.Check([], "main"));

    [Fact]
    public void Never_fails_in_another_way()
    {
        const int seed = 20240611;
        var random = new Random(seed);
        var bytes = new byte[8 * BpfInstruction.Size];
        for (var i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            for (var slot = 0; slot < bytes.Length; slot += BpfInstruction.Size)
                bytes[slot] = InstructionSet.Forms[random.Next(InstructionSet.Forms.Count)].Opcode;
            var code = InstructionCodec.Decode(bytes);
            try
            {
                ProgramChecker.Check(code.AsSpan(), "main");
            }
            catch (BpfFormatException)
            {
                // The only way to say no.
            }

            var text = Disassembler.ToText(Disassembler.Disassemble(code.AsSpan()));
            Assert.True(code.SequenceEqual(Assembler.Assemble(text)), $"seed {seed}, round {i}:\n{text}");
        }
    }
}
