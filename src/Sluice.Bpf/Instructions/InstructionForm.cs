using System.Collections.Immutable;

namespace Sluice.Bpf.Instructions;

/// <summary>One row of the instruction set: an opcode with all that the decoder, the text forms and the engines need.</summary>
/// <param name="Opcode">The opcode byte.</param>
/// <param name="Operation">What it does.</param>
/// <param name="Bits">
/// Width of the operation: 64 or 32 for arithmetic and comparisons; for byte swaps 16, 32 or 64; for sign-extending moves
/// the width of the result.
/// </param>
/// <param name="Size">Bytes of memory read or written; for a sign-extending move, bytes of the source; else 0.</param>
/// <param name="Uses">The operand fields. All other fields, but for the selector's, must be zero.</param>
/// <param name="Syntax">
/// The text form that the disassembler prints. <c>%rd %wd %rs %ws</c> are registers by field and width, <c>%ri</c> one whose
/// number is the immediate, <c>%i</c> the immediate, <c>%n</c> that of the second slot, <c>%l</c> both as 64 bits,
/// <c>%ad %as</c> an address <c>r1 + 4</c> with its base in the named field, <c>%j %J</c> a jump's target in the offset or
/// the immediate, <c>%h</c> a helper, <c>%f %F</c> a function of the program by its distance, <c>%k</c> a function of the kernel, <c>%x</c> two
/// address spaces.
/// </param>
public sealed record InstructionForm(byte Opcode, Operation Operation, int Bits, int Size, Fields Uses, string Syntax)
{
    /// <summary>The field that selects this form among those with the same opcode.</summary>
    public Selector Selector { get; init; }

    /// <summary>The value of that field.</summary>
    public int SelectorValue { get; init; }

    /// <summary>Other spellings that the assembler accepts, in the same notation: llvm's, the kernel's, the RFC's.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>The first version of the instruction set that has it, as clang's -mcpu counts: 1 to 4.</summary>
    public int Since { get; init; } = 1;

    /// <summary>The section of RFC 9669 that defines it; empty where the RFC leaves it to the platform.</summary>
    public string Section { get; init; } = "";

    /// <summary>Does the second operand come from a register?</summary>
    public bool HasSourceRegister => (Uses & Fields.Source) != 0;

    /// <summary>Does it compare and jump?</summary>
    public bool IsConditionalJump => Operation is >= Operation.JumpEqual and <= Operation.MayGoto;

    /// <summary>Does it jump, with or without a condition?</summary>
    public bool IsJump => Operation is >= Operation.Jump and <= Operation.MayGoto;

    /// <summary>Is it arithmetic on registers (RFC 9669 section 4.1 and 4.2)?</summary>
    public bool IsArithmetic => Operation <= Operation.ByteSwap;

    /// <summary>Does it read and write memory in one step?</summary>
    public bool IsAtomic => Operation is >= Operation.AtomicAdd and <= Operation.StoreRelease;

    /// <summary>Is the jump's distance in the immediate (gotol) and not in the offset?</summary>
    public bool IsLongJump => Operation == Operation.Jump && (Uses & Fields.Immediate) != 0;

    /// <summary>Slots it takes: 2 for 64-bit immediates, else 1.</summary>
    public int Slots => Opcode == InstructionSet.LoadImmediate64Opcode ? 2 : 1;

    /// <summary>The field that names the register it writes, or <see cref="Fields.None"/>.</summary>
    /// <remarks>r0, which calls, packet loads and compare-and-exchange write without naming it, does not count.</remarks>
    public Fields Writes =>
        IsArithmetic || Slots == 2 || Operation is Operation.AddressSpaceCast or Operation.Load or Operation.LoadSignExtend
            or Operation.LoadAcquire
            ? Fields.Destination
            : Operation is >= Operation.AtomicFetchAdd and <= Operation.AtomicExchange ? Fields.Source : Fields.None;

    /// <summary>Does <paramref name="instruction"/> carry this form's opcode and selector?</summary>
    public bool Matches(in BpfInstruction instruction) => instruction.Opcode == Opcode && Selector switch
    {
        Selector.Offset => instruction.Offset == SelectorValue,
        Selector.Immediate => instruction.Immediate == SelectorValue,
        Selector.Source => instruction.Source == SelectorValue,
        _ => true,
    };

    /// <summary>Are all fields that carry neither an operand nor the selector zero?</summary>
    public bool HasCleanFields(in BpfInstruction instruction) =>
        (IsFree(Fields.Destination, Selector.None) || instruction.Destination == 0)
        && (IsFree(Fields.Source, Selector.Source) || instruction.Source == 0)
        && (IsFree(Fields.Offset, Selector.Offset) || instruction.Offset == 0)
        && (IsFree(Fields.Immediate, Selector.Immediate) || instruction.Immediate == 0);

    bool IsFree(Fields field, Selector selector) =>
        (Uses & field) != 0 || (selector != Selector.None && Selector == selector);
}
