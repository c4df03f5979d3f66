using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;

namespace Sluice.Fuzzing.Generation;

/// <summary>Changes a few instructions of a real program: most mutants stay well-formed, and many stay safe.</summary>
sealed class ProgramMutator(Random random)
{
    const byte JumpAlways = 0x05;

    static readonly int[] s_interesting = [0, 1, 2, 3, 4, 7, 8, 14, 16, 31, 32, 34, 63, 64, 255, 256, 511, 512, -1, -8, int.MaxValue, int.MinValue];

    static readonly Action<ProgramMutator, BpfInstruction[], int>[] s_changes =
    [
        (m, code, at) => code[at] = code[at] with { Immediate = m.Near(code[at].Immediate) },
        (m, code, at) => code[at] = code[at] with { Immediate = s_interesting[m.Next(s_interesting.Length)] },
        (m, code, at) => code[at] = code[at] with { Offset = m.Shift(code[at]) },
        (m, code, at) => code[at] = code[at] with { Registers = (byte)((code[at].Registers & 0xf0) | m.Next(10)) },
        (m, code, at) => code[at] = code[at] with { Registers = (byte)((code[at].Registers & 0x0f) | m.Next(11) << 4) },
        (m, code, at) => code[at] = m.OtherForm(code[at]),
        (m, code, at) => code[at] = m.OtherForm(code[at]),
        (m, code, at) => code[at] = new() { Opcode = JumpAlways },
        (_, code, at) => Swap(code, at),
    ];

    readonly Random _random = random;

    /// <summary>A mutant.</summary>
    public Subject Mutate(Subject subject)
    {
        var bpf = subject.Object;
        var functions = bpf.Functions.Length;
        // Mostly the program itself: that its sub-programs are reached is not said.
        var index = functions == 0 || _random.Next(4) > 0 ? -1 : _random.Next(functions);
        var changed = Mutate(index < 0 ? subject.Program.Function : bpf.Functions[index]);
        var program = index < 0 ? subject.Program with { Function = changed } : subject.Program;
        bpf = bpf with
        {
            Programs = bpf.Programs.Replace(subject.Program, program),
            Functions = index < 0 ? bpf.Functions : bpf.Functions.SetItem(index, changed),
        };
        return new(bpf, program, $"mutant of {subject.Origin}");
    }

    int Next(int limit) => _random.Next(limit);

    FunctionSpec Mutate(FunctionSpec function)
    {
        var code = function.Instructions.ToArray();
        var relocated = function.Relocations.Select(relocation => relocation.Instruction).ToHashSet();
        for (var count = _random.Next(1, 4); count > 0; count--)
        {
            var at = _random.Next(code.Length);
            // Both slots of what is wide stay as they are, and so does what the linker fills in.
            if (code[at].IsWide || (at > 0 && code[at - 1].IsWide) || relocated.Contains(at))
                continue;
            s_changes[_random.Next(s_changes.Length)](this, code, at);
        }

        return function with { Instructions = [.. code], CoreRelocations = [] };
    }

    int Near(int number) => unchecked(number + _random.Next(-9, 10));

    // Jumps keep their targets' distance small, so that most of them still lead somewhere.
    short Shift(BpfInstruction instruction) => (short)(instruction.Offset + (_random.Next(2) == 0 ? _random.Next(-3, 4) : _random.Next(-17, 18)));

    // Another operation of the same class: the operands keep their meaning.
    BpfInstruction OtherForm(BpfInstruction instruction)
    {
        if (InstructionSet.Find(instruction) is not { } form)
            return instruction;
        var opcode = form switch
        {
            { IsConditionalJump: true } => (byte)((instruction.Opcode & 0x0f) | _random.Next(1, 14) << 4),
            { IsArithmetic: true } => (byte)((instruction.Opcode & 0x0f) | _random.Next(13) << 4),
            { Operation: Operation.Load or Operation.LoadSignExtend or Operation.Store or Operation.StoreImmediate } => (byte)((instruction.Opcode & ~0x18) | _random.Next(4) << 3), // The size.
            _ => instruction.Opcode,
        };
        var other = instruction with { Opcode = opcode };
        return InstructionSet.Find(other) is null ? instruction : other;
    }

    static void Swap(BpfInstruction[] code, int at)
    {
        if (at + 1 < code.Length && !code[at + 1].IsWide && InstructionSet.Find(code[at])?.IsJump == false)
            (code[at], code[at + 1]) = (code[at + 1], code[at]);
    }
}
