using System.Collections.Immutable;
using Sluice.Bpf.Assembly.Objects;
using Sluice.Bpf.Assembly.Syntax;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Assembly;

/// <summary>Makes instructions and objects from text.</summary>
/// <remarks>
/// The text is what llvm-objdump, llvm-mc and bpftool print and read, one instruction a line; the spellings are those of
/// <see cref="InstructionSet"/>. docs/instruction-set.md describes labels, directives and comments.
/// </remarks>
public static class Assembler
{
    /// <summary>Assembles a fragment: instructions and labels, without directives for sections, maps or functions.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">Its name, for errors.</param>
    /// <exception cref="AssemblyException">The text has errors; all of them are in it.</exception>
    public static ImmutableArray<BpfInstruction> Assemble(string text, string file = "text")
    {
        var errors = new ErrorList(file);
        var code = new CodeAssembler(errors, NoSymbols.Instance);
        StatementReader.Read(text, code.AddLabel, statement =>
        {
            if (statement.IsCode)
                code.Add(statement);
            else
                errors.Add(statement.Line, statement.First, "an instruction (directives are for whole objects)");
        });

        var instructions = code.Assemble();
        foreach (var relocation in code.Relocations)
            errors.Add(relocation.Line, relocation.Name, "no symbols outside a whole object");
        errors.ThrowIfAny();
        return instructions;
    }

    /// <summary>Assembles a whole object: programs, functions, maps, variables and types by directives.</summary>
    /// <param name="text">The text, as <see cref="Disassembler.Disassemble(BpfObject, DisassemblyOptions?)"/> makes it.</param>
    /// <param name="file">Its name, for errors, and for the object's name where the text gives none.</param>
    /// <exception cref="AssemblyException">The text has errors; all of them are in it.</exception>
    public static BpfObject AssembleObject(string text, string file = "text") =>
        new ObjectBuilder(Path.GetFileNameWithoutExtension(file), file).Build(text);
}
