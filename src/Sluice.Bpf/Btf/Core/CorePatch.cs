using Sluice.Bpf.Instructions;

namespace Sluice.Bpf.Btf.Core;

/// <summary>Puts a value into an instruction, as its class takes it.</summary>
static class CorePatch
{
    /// <summary>The number of a helper that no kernel has: reaching it stops a program, and its number tells why.</summary>
    /// <remarks>libbpf's 0xbad2310, "bad relo": https://github.com/libbpf/libbpf, src/relo_core.c.</remarks>
    public const int PoisonHelper = 195896080;

    const int ClassMask = 0x07, RegisterSource = 0x08, SizeMask = 0x18, ModeMask = 0xe0;
    const int ModeMemory = 0x60, ModeSigned = 0x80;

    // RFC 9669 section 5, table 9.
    static readonly (int Bytes, byte Code)[] s_sizes = [(1, 0x10), (2, 0x08), (4, 0x00), (8, 0x18)];

    /// <summary>Makes <paramref name="slot"/> a call that must not be reached; both slots of a 64-bit immediate.</summary>
    public static void Poison(Span<BpfInstruction> program, int slot)
    {
        var poison = new BpfInstruction(InstructionSet.CallOpcode, 0, 0, PoisonHelper);
        if (program[slot].IsWide && slot + 1 < program.Length)
            program[slot + 1] = poison;
        program[slot] = poison;
    }

    /// <summary>Is the instruction at <paramref name="slot"/> poisoned?</summary>
    public static bool IsPoisoned(ReadOnlySpan<BpfInstruction> program, int slot) =>
        program[slot] is { Opcode: InstructionSet.CallOpcode, Source: 0, Immediate: PoisonHelper };

    /// <summary>Puts <paramref name="target"/>'s value where <paramref name="local"/>'s stands.</summary>
    /// <returns>Null, or why that cannot be, with whether the object itself is at fault.</returns>
    public static (string Reason, bool IsInvalid)? Apply(Span<BpfInstruction> program, int slot, CoreAnswer local,
        CoreAnswer target)
    {
        ref var instruction = ref program[slot];
        return (instruction.Opcode & ClassMask) switch
        {
            4 or 7 => Arithmetic(ref instruction, local, target),
            1 or 2 or 3 => Memory(ref instruction, local, target),
            0 when instruction.IsWide && slot + 1 < program.Length => Wide(program.Slice(slot, 2), local, target),
            _ => Invalid($"opcode 0x{instruction.Opcode:x2}, which carries no value to relocate"),
        };
    }

    static (string, bool)? Arithmetic(ref BpfInstruction instruction, CoreAnswer local, CoreAnswer target)
    {
        if ((instruction.Opcode & RegisterSource) != 0)
            return Invalid($"opcode 0x{instruction.Opcode:x2}, which has no immediate");
        if (local.IsExact && instruction.Immediate != (int)local.Value)
            return Invalid($"immediate {instruction.Immediate}, expected {(int)local.Value} as the local types have it");
        if (target.Value > uint.MaxValue && (long)target.Value != (int)target.Value)
            return ($"{target.Value} from {target.Text} does not fit the 32 bits of the instruction", false);
        instruction = instruction.WithImmediate((int)target.Value);
        return null;
    }

    static (string, bool)? Memory(ref BpfInstruction instruction, CoreAnswer local, CoreAnswer target)
    {
        if (local.Field.Type is null || target.Field.Type is null)
            return Invalid("a load or store, which only takes the offset of a field that is not a bit field");
        if (instruction.Offset != (long)local.Value)
            return Invalid($"offset {instruction.Offset}, expected {local.Value} as the local types have it");
        if (target.Value > (ulong)short.MaxValue)
            return ($"offset {target.Value} of {target.Text} does not fit the 16 bits of the instruction", false);

        var patched = instruction.WithOffset((short)target.Value);
        if (local.Field.Size != target.Field.Size)
        {
            if (SizeOf(instruction) != local.Field.Size)
            {
                return Invalid($"an access of {SizeOf(instruction)} bytes, expected {local.Field.Size} "
                    + "as the local types have it");
            }

            if (Resize(patched, local.Field.Type, target.Field) is not { } resized)
            {
                return ($"{target.Text} has {target.Field.Size} bytes and the instruction reads {local.Field.Size}, "
                    + "which would change the value", false);
            }

            patched = resized;
        }

        instruction = patched;
        return null;
    }

    static (string, bool)? Wide(Span<BpfInstruction> pair, CoreAnswer local, CoreAnswer target)
    {
        if (pair[0].Source != 0 || pair[1] is not { Opcode: 0, Registers: 0, Offset: 0 })
            return Invalid("a 64-bit immediate that names something, expected a plain one");
        if (local.IsExact && BpfInstruction.WideImmediate(pair, 0) is var value && value != local.Value)
            return Invalid($"immediate {value}, expected {local.Value} as the local types have it");
        pair[0] = pair[0].WithImmediate((int)target.Value);
        pair[1] = pair[1].WithImmediate((int)(target.Value >> 32));
        return null;
    }

    // Another width keeps the value where loads extend as the type asks: with zeros for unsigned integers and pointers,
    // with the sign where the load itself is a signed one.
    static BpfInstruction? Resize(BpfInstruction instruction, BtfType local, (BtfType? Type, int Size) target)
    {
        var isSignedLoad = (instruction.Opcode & ModeMask) == ModeSigned;
        var keepsValue = (local, target.Type) switch
        {
            (BtfPointer, BtfPointer) => !isSignedLoad,
            (BtfInteger one, BtfInteger other) => one.IsSigned == isSignedLoad && other.IsSigned == isSignedLoad,
            _ => false,
        };
        var (bytes, code) = Array.Find(s_sizes, size => size.Bytes == target.Size);
        if (!keepsValue || bytes == 0)
            return null;
        // There is nothing to extend in 8 bytes: the signed load of them is the plain one.
        var mode = isSignedLoad && bytes == 8 ? ModeMemory : instruction.Opcode & ModeMask;
        return instruction with { Opcode = (byte)(instruction.Opcode & ~(SizeMask | ModeMask) | code | mode) };
    }

    static int SizeOf(BpfInstruction instruction) =>
        Array.Find(s_sizes, size => size.Code == (instruction.Opcode & SizeMask)).Bytes;

    static (string, bool)? Invalid(string found) => ($"the instruction is {found}", true);
}
