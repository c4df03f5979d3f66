using System.Collections.Immutable;
using Sluice.Bpf.Instructions;

namespace Sluice.Bpf.Linking.Inlining;

/// <summary>The registers that calls leave as they are, r6 to r9: which of them matter where.</summary>
static class SavedRegisters
{
    /// <summary>The first.</summary>
    public const int First = 6;

    /// <summary>The last.</summary>
    public const int Last = 9;

    const int All = 0x3c0;

    /// <summary>The registers whose values are read after each slot before they are written, a bit each.</summary>
    public static int[] LiveAfter(ImmutableArray<BpfInstruction> code)
    {
        var (before, after) = (new int[code.Length + 1], new int[code.Length]);
        for (var changed = true; changed;)
        {
            changed = false;
            for (var slot = code.Length - 1; slot >= 0; slot--)
            {
                var form = InstructionSet.Find(code[slot]);
                var live = 0;
                if (form?.Operation is not (Operation.Exit or Operation.Jump))
                    live = before[slot + 1];
                if (form is { IsJump: true })
                    live |= before[slot + 1 + (form.IsLongJump ? code[slot].Immediate : code[slot].Offset)];
                after[slot] = live;
                if (form is not null)
                    live = ((live & ~Written(code[slot], form)) | Read(code[slot], form)) & All;
                changed |= live != before[slot];
                before[slot] = live;
            }
        }

        return after;
    }

    /// <summary>The registers that code names, a bit each.</summary>
    public static int Used(ImmutableArray<BpfInstruction> code)
    {
        var used = 0;
        foreach (var instruction in code)
        {
            if (InstructionSet.Find(instruction) is { } form)
                used |= Written(instruction, form) | Read(instruction, form);
        }

        return used & All;
    }

    static int Written(in BpfInstruction instruction, InstructionForm form) => form.Writes switch
    {
        Fields.Destination => 1 << instruction.Destination,
        Fields.Source => 1 << instruction.Source,
        _ => 0,
    };

    static int Read(in BpfInstruction instruction, InstructionForm form)
    {
        var read = form.HasSourceRegister ? 1 << instruction.Source : 0;
        return IsDestinationRead(form) ? read | 1 << instruction.Destination : read;
    }

    /// <summary>Does an instruction read the register in its destination field?</summary>
    public static bool IsDestinationRead(InstructionForm form) => (form.Uses & Fields.Destination) != 0
        && (form.Writes != Fields.Destination || (form.IsArithmetic && form.Operation is not (Operation.Move or Operation.MoveSignExtend)));
}
