using System.Collections.Frozen;
using Sluice.Bpf.Instructions;

namespace Sluice.Chains.Machine.Words;

/// <summary>Which instructions the machine knows, and which words they become.</summary>
static class WordTable
{
    static readonly FrozenDictionary<Operation, WordOperation> s_arithmetic = new Dictionary<Operation, WordOperation>
    {
        [Operation.Add] = WordOperation.Add,
        [Operation.Subtract] = WordOperation.Subtract,
        [Operation.Multiply] = WordOperation.Multiply,
        [Operation.Divide] = WordOperation.Divide,
        [Operation.Modulo] = WordOperation.Modulo,
        [Operation.And] = WordOperation.And,
        [Operation.Or] = WordOperation.Or,
        [Operation.Xor] = WordOperation.Xor,
        [Operation.ShiftLeft] = WordOperation.ShiftLeft,
        [Operation.ShiftRight] = WordOperation.ShiftRight,
        [Operation.ArithmeticShiftRight] = WordOperation.ShiftArithmetic,
        [Operation.Negate] = WordOperation.Multiply,
        [Operation.Move] = WordOperation.Move,
    }.ToFrozenDictionary();

    // A comparison that is another's negation is the other with its targets exchanged.
    static readonly FrozenDictionary<Operation, (WordOperation Operation, bool IsNegated)> s_comparisons =
        new Dictionary<Operation, (WordOperation, bool)>
        {
            [Operation.JumpEqual] = (WordOperation.Equal, false),
            [Operation.JumpNotEqual] = (WordOperation.Equal, true),
            [Operation.JumpGreater] = (WordOperation.Greater, false),
            [Operation.JumpLessOrEqual] = (WordOperation.Greater, true),
            [Operation.JumpGreaterOrEqual] = (WordOperation.GreaterOrEqual, false),
            [Operation.JumpLess] = (WordOperation.GreaterOrEqual, true),
            [Operation.JumpSignedGreater] = (WordOperation.SignedGreater, false),
            [Operation.JumpSignedLessOrEqual] = (WordOperation.SignedGreater, true),
            [Operation.JumpSignedGreaterOrEqual] = (WordOperation.SignedGreaterOrEqual, false),
            [Operation.JumpSignedLess] = (WordOperation.SignedGreaterOrEqual, true),
            [Operation.JumpSet] = (WordOperation.AnyBit, false),
        }.ToFrozenDictionary();

    /// <summary>Does the machine know the instruction?</summary>
    public static bool Knows(BpfInstruction instruction, InstructionForm form) => form.Operation switch
    {
        Operation.ToLittleEndian or Operation.ToBigEndian or Operation.Exit or Operation.Load or Operation.Store
            or Operation.StoreImmediate or Operation.LoadImmediate64 => true,
        Operation.CallHelper => ElementCalls.Registers(instruction.Immediate) > 0,
        Operation.Jump => !form.IsLongJump,
        _ => form.Bits == 64 && (s_arithmetic.ContainsKey(form.Operation) || s_comparisons.ContainsKey(form.Operation)),
    };

    /// <summary>The word for an arithmetic operation.</summary>
    public static WordOperation ArithmeticOf(Operation operation) => s_arithmetic[operation];

    /// <summary>The word for a comparison, and whether its targets are exchanged.</summary>
    public static (WordOperation Operation, bool IsNegated) ComparisonOf(Operation operation) => s_comparisons[operation];

    /// <summary>The word that reads so many bytes.</summary>
    public static WordOperation LoadOf(int size) => size switch
    {
        1 => WordOperation.Load8,
        2 => WordOperation.Load16,
        4 => WordOperation.Load32,
        _ => WordOperation.Load64,
    };

    /// <summary>The word that writes so many bytes.</summary>
    public static WordOperation StoreOf(int size) => LoadOf(size) - WordOperation.Load8 + WordOperation.Store8;
}
