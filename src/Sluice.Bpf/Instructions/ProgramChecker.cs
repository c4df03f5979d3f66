using System.Collections.Immutable;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Instructions;

/// <summary>Checks that code has the shape of a program, so that an engine can run it without looking again.</summary>
/// <remarks>
/// Every slot is an instruction of <see cref="InstructionSet"/> with clean fields and registers that exist, nothing but the
/// stack setup writes r10, jumps and calls land on instructions, and no path runs off the end. What the program does with
/// memory is another question. RFC 9669 sections 3 to 5; the rules are those that the kernel applies before it verifies.
/// </remarks>
public static class ProgramChecker
{
    /// <summary>Checks plain code, as one function or as several that call each other.</summary>
    /// <param name="program">The instructions.</param>
    /// <param name="name">The program's name, for the error.</param>
    /// <exception cref="BpfFormatException">The first thing that is wrong, with its slot.</exception>
    public static void Check(ReadOnlySpan<BpfInstruction> program, string name) => Check(program, name, []);

    /// <summary>Checks a linked program; jumps may not leave their function, and calls must begin one.</summary>
    /// <exception cref="BpfFormatException">The first thing that is wrong, with its slot.</exception>
    public static void Check(LinkedProgram program) =>
        Check(program.Instructions.AsSpan(), program.Name, program.Functions);

    static void Check(ReadOnlySpan<BpfInstruction> program, string name, ImmutableArray<LinkedFunction> functions)
    {
        if (program.IsEmpty)
            throw new BpfFormatException(name, "code", 0, "no instructions", "at least one");
        var starts = new bool[program.Length];
        for (var slot = 0; slot < program.Length;)
        {
            starts[slot] = true;
            slot += CheckFields(program, slot, name);
        }

        if (functions.IsEmpty)
        {
            CheckTargets(program, starts, new(name, 0, program.Length, 0, true), functions, name);
            return;
        }

        foreach (var function in functions)
            CheckTargets(program, starts, function, functions, name);
    }

    static int CheckFields(ReadOnlySpan<BpfInstruction> program, int slot, string name)
    {
        var instruction = program[slot];
        if (InstructionSet.Find(instruction) is not { } form)
            throw Error(program, slot, name, $"opcode 0x{instruction.Opcode:x2} of no known kind", "an instruction of RFC 9669");
        if (!form.HasCleanFields(instruction))
            throw Error(program, slot, name, DescribeReserved(form, instruction), $"0 there, since '{form.Operation}' does not use it");
        CheckRegister(program, slot, name, form, Fields.Destination, instruction.Destination);
        CheckRegister(program, slot, name, form, Fields.Source, instruction.Source);
        if (form is { Operation: Operation.CallRegister, HasSourceRegister: false } && (form.Uses & Fields.Immediate) != 0)
            CheckRegister(program, slot, name, form, Fields.Immediate, instruction.Immediate);
        if (form.Slots == 2)
            CheckSecondSlot(program, slot, name, form);
        return form.Slots;
    }

    static string DescribeReserved(InstructionForm form, in BpfInstruction instruction)
    {
        var fields = new[]
        {
            (Fields.Destination, "destination register", (int)instruction.Destination),
            (Fields.Source, "source register", instruction.Source),
            (Fields.Offset, "offset", instruction.Offset),
            (Fields.Immediate, "immediate", instruction.Immediate),
        };
        var selector = form.Selector.ToString();
        var (_, name, value) = fields.First(field =>
            field.Item3 != 0 && (form.Uses & field.Item1) == 0 && field.Item1.ToString() != selector);
        return $"{name} {value}";
    }

    static void CheckRegister(ReadOnlySpan<BpfInstruction> program, int slot, string name, InstructionForm form, Fields field, int number)
    {
        if ((form.Uses & field) == 0)
            return;
        if (number is < 0 or > BpfInstruction.LastRegister)
            throw Error(program, slot, name, $"register r{number}", "r0 to r10");
        if (form.Writes == field && number == BpfInstruction.LastRegister)
            throw Error(program, slot, name, "a write to r10, the frame pointer", "a write to r0 to r9");
    }

    static void CheckSecondSlot(ReadOnlySpan<BpfInstruction> program, int slot, string name, InstructionForm form)
    {
        if (slot + 1 >= program.Length)
            throw Error(program, slot, name, "the first half of a 64-bit immediate at the end", "its second half behind it");
        var second = program[slot + 1];
        if (second is not { Opcode: 0, Registers: 0, Offset: 0 })
        {
            throw Error(program, slot, name, $"opcode 0x{second.Opcode:x2} with registers 0x{second.Registers:x2} and offset "
                + $"{second.Offset} as the second half of a 64-bit immediate", "zero in all three");
        }

        if ((form.Uses & Fields.NextImmediate) == 0 && second.Immediate != 0)
        {
            throw Error(program, slot, name, $"{second.Immediate} in the second half of a reference that has none", "zero");
        }
    }

    static void CheckTargets(ReadOnlySpan<BpfInstruction> program, bool[] starts, LinkedFunction function,
        ImmutableArray<LinkedFunction> functions, string name)
    {
        var end = function.Start + function.Length;
        InstructionForm? last = null;
        var lastSlot = function.Start;
        for (var slot = function.Start; slot < end; slot += last.Slots)
        {
            var instruction = program[slot];
            (last, lastSlot) = (InstructionSet.Find(instruction)!, slot);
            if (last.IsJump)
            {
                var distance = last.IsLongJump ? instruction.Immediate : instruction.Offset;
                CheckTarget(program, starts, slot, distance, function.Start, end, name, "a jump");
            }
            else if (last.Operation is Operation.CallLocal or Operation.LoadFunction)
            {
                CheckTarget(program, starts, slot, instruction.Immediate, 0, program.Length, name, "a call");
                var target = slot + 1 + instruction.Immediate;
                if (!functions.IsEmpty && !functions.Any(other => other.Start == target))
                    throw Error(program, slot, name, $"a call to slot {target} in the middle of a function", "a call to a function's first slot");
            }
        }

        if (last?.Operation is not (Operation.Exit or Operation.Jump))
            throw Error(program, lastSlot, name, $"the end of '{function.Name}' behind it", "exit or goto as the last instruction");
    }

    static void CheckTarget(ReadOnlySpan<BpfInstruction> program, bool[] starts, int slot, int distance, int start, int end,
        string name, string what)
    {
        var target = slot + 1L + distance;
        if (target < start || target >= end)
            throw Error(program, slot, name, $"{what} to slot {target}", $"a slot from {start} to {end - 1}");
        if (!starts[target])
            throw Error(program, slot, name, $"{what} to slot {target}, the second half of a 64-bit immediate", "the start of an instruction");
    }

    static BpfFormatException Error(ReadOnlySpan<BpfInstruction> program, int slot, string name, string found, string expected) =>
        new(name, "code", (long)slot * BpfInstruction.Size, $"{found} (insn {slot}: {Assembly.Disassembler.Format(program, slot)})", expected);
}
