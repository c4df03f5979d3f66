using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Tests.Assembly;

/// <summary>Our text means to llvm what it means to us, and the other way round.</summary>
public sealed partial class LlvmComparisonTests
{
    // llvm 19 has no text for these: newer, or spelled with relocations only.
    static readonly Operation[] s_unknownToLlvm =
    [
        Operation.LoadAcquire, Operation.StoreRelease, Operation.CallKernelFunction, Operation.CallLocal, Operation.LoadFunction,
        Operation.LoadMapByDescriptor, Operation.LoadMapValueByDescriptor, Operation.LoadVariable, Operation.LoadMapByIndex,
        Operation.LoadMapValueByIndex, Operation.LoadPacketIndirect,
    ];

    [Fact]
    public void Llvm_assembles_our_text_to_the_same_bytes()
    {
        var texts = Texts().ToArray();
        var folder = Directory.CreateTempSubdirectory("sluice-llvm");
        try
        {
            var (source, compiled) = (Path.Combine(folder.FullName, "isa.s"), Path.Combine(folder.FullName, "isa.o"));
            File.WriteAllText(source, ".section xdp,\"ax\"\n.globl main\n.type main,@function\nmain:\n" + string.Join('\n', texts)
                + "\n.size main, .-main\n");
            LlvmTool.Run("llvm-mc", "-triple=bpfel", "-mcpu=v4", "--filetype=obj", "-o", compiled, source);
            var ours = Assembler.Assemble(string.Join('\n', texts));
            var theirs = BpfObject.Load(compiled).Programs.Single().Function.Instructions;
            Assert.Equal(Disassembler.ToText(Disassembler.Disassemble(ours.AsSpan())), Disassembler.ToText(Disassembler.Disassemble(theirs.AsSpan())));
            Assert.Equal(ours, theirs);
            Compare(compiled, BpfObject.Load(compiled));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory, MemberData(nameof(ObjectRoundTripTests.Objects), MemberType = typeof(ObjectRoundTripTests))]
    public void We_read_what_llvm_prints(string path)
    {
        var full = Path.Combine(TestData.Root, path);
        Compare(full, BpfObject.Load(full));
    }

    // Calls are left out: llvm prints the number of a helper and the distance to a function alike.
    static void Compare(string path, BpfObject bpf)
    {
        var functions = bpf.Programs.Select(program => program.Function).Concat(bpf.Functions).ToArray();
        var section = "";
        var compared = 0;
        foreach (var line in LlvmTool.Run("llvm-objdump", "-d", "--no-show-raw-insn", "--mcpu=v4", path).Split('\n'))
        {
            if (line.StartsWith("Disassembly of section ", StringComparison.Ordinal))
                section = line["Disassembly of section ".Length..].TrimEnd(':');
            if (InstructionLine().Match(line) is not { Success: true } match)
                continue;
            var slot = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
            var function = functions.FirstOrDefault(function => function.Section == section
                && slot >= function.SectionOffset && slot < function.SectionOffset + function.Instructions.Length);
            if (function is null)
                continue;
            var expected = function.Instructions.AsSpan()[(slot - function.SectionOffset)..];
            if (expected[0].Opcode == InstructionSet.CallOpcode)
                continue;
            var actual = Assembler.Assemble(match.Groups[2].Value, $"{path}:{line}");
            Assert.Equal(expected[..actual.Length].ToArray(), actual.ToArray());
            compared++;
        }

        Assert.True(compared > 0, $"nothing compared in {path}");
    }

    static IEnumerable<string> Texts()
    {
        foreach (var (_, columns) in TextVectorsAttribute.Read("isa.txt"))
        {
            var code = Assembler.Assemble(columns[0]);
            var form = InstructionSet.Find(code[0])!;
            if (s_unknownToLlvm.Contains(form.Operation) || form is { Operation: Operation.CallRegister, Selector: Selector.None }
                || (form.Operation == Operation.CallHelper && code[0].Immediate < 0)
                || (form.IsLongJump && code[0].Immediate is < short.MinValue or > short.MaxValue))
            {
                continue;
            }

            yield return form.Operation == Operation.CallHelper ? $"call {code[0].Immediate}" : columns[0];
        }
    }

    [GeneratedRegex(@"^\s*(\d+):\s+(.+)$")]
    private static partial Regex InstructionLine();
}
