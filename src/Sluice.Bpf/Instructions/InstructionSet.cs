using System.Collections.Immutable;

namespace Sluice.Bpf.Instructions;

/// <summary>The instruction set: one table that every reader, writer and engine is driven by.</summary>
/// <remarks>
/// RFC 9669, and include/uapi/linux/bpf.h for load-acquire, store-release, may_goto and map references by index. The rows
/// are laid out by family, because the RFC composes an opcode of class, operation and source or of class, mode and size.
/// </remarks>
public static partial class InstructionSet
{
    /// <summary>The opcode of every 64-bit immediate: BPF_LD | BPF_IMM | BPF_DW.</summary>
    public const byte LoadImmediate64Opcode = 0x18;

    /// <summary>The opcode of all calls but <c>callx</c>: BPF_JMP | BPF_CALL.</summary>
    public const byte CallOpcode = 0x85;

    const byte Load = 0x00, LoadRegister = 0x01, Store = 0x02, StoreRegister = 0x03, Alu32 = 0x04, Jump64 = 0x05,
        Jump32 = 0x06, Alu64 = 0x07;

    const byte RegisterSource = 0x08;

    const byte ModeAbsolute = 0x20, ModeIndirect = 0x40, ModeMemory = 0x60, ModeSigned = 0x80,
        ModeAtomic = 0xc0;

    static readonly (byte Code, int Bytes)[] s_sizes = [(0x00, 4), (0x08, 2), (0x10, 1), (0x18, 8)];

    // RFC 9669 section 4.1, table 3: code, offset, operation, assignment operator, version.
    static readonly (byte Code, int Offset, Operation Operation, string Operator, int Since)[] s_arithmetic =
    [
        (0x00, 0, Operation.Add, "+=", 1),
        (0x10, 0, Operation.Subtract, "-=", 1),
        (0x20, 0, Operation.Multiply, "*=", 1),
        (0x30, 0, Operation.Divide, "/=", 1),
        (0x30, 1, Operation.SignedDivide, "s/=", 4),
        (0x40, 0, Operation.Or, "|=", 1),
        (0x50, 0, Operation.And, "&=", 1),
        (0x60, 0, Operation.ShiftLeft, "<<=", 1),
        (0x70, 0, Operation.ShiftRight, ">>=", 1),
        (0x90, 0, Operation.Modulo, "%=", 1),
        (0x90, 1, Operation.SignedModulo, "s%=", 4),
        (0xa0, 0, Operation.Xor, "^=", 1),
        (0xb0, 0, Operation.Move, "=", 1),
        (0xc0, 0, Operation.ArithmeticShiftRight, "s>>=", 1),
    ];

    // RFC 9669 section 4.3, table 5.
    static readonly (byte Code, Operation Operation, string Operator, int Since)[] s_conditions =
    [
        (0x10, Operation.JumpEqual, "==", 1),
        (0x20, Operation.JumpGreater, ">", 1),
        (0x30, Operation.JumpGreaterOrEqual, ">=", 1),
        (0x40, Operation.JumpSet, "&", 1),
        (0x50, Operation.JumpNotEqual, "!=", 1),
        (0x60, Operation.JumpSignedGreater, "s>", 1),
        (0x70, Operation.JumpSignedGreaterOrEqual, "s>=", 1),
        (0xa0, Operation.JumpLess, "<", 2),
        (0xb0, Operation.JumpLessOrEqual, "<=", 2),
        (0xc0, Operation.JumpSignedLess, "s<", 2),
        (0xd0, Operation.JumpSignedLessOrEqual, "s<=", 2),
    ];

    // RFC 9669 section 5.3, tables 10 and 11. {0} is the size in bits, {1} the register letter, {2} what llvm inserts for
    // 32 bits. The last column is the kernel's own spelling, which bpftool prints; {3} is what it inserts for 64 bits.
    static readonly (int Immediate, Operation Operation, string Syntax, string KernelSyntax, int Since)[] s_atomics =
    [
        (0x00, Operation.AtomicAdd, "lock *(u{0} *)(%ad) += %{1}s", "lock *(u{0} *)(%ad) += %rs", 1),
        (0x40, Operation.AtomicOr, "lock *(u{0} *)(%ad) |= %{1}s", "lock *(u{0} *)(%ad) |= %rs", 3),
        (0x50, Operation.AtomicAnd, "lock *(u{0} *)(%ad) &= %{1}s", "lock *(u{0} *)(%ad) &= %rs", 3),
        (0xa0, Operation.AtomicXor, "lock *(u{0} *)(%ad) ^= %{1}s", "lock *(u{0} *)(%ad) ^= %rs", 3),
        (0x01, Operation.AtomicFetchAdd, "%{1}s = atomic_fetch_add((u{0} *)(%ad), %{1}s)",
            "%rs = atomic{3}_fetch_add((u{0} *)(%ad), %rs)", 3),
        (0x41, Operation.AtomicFetchOr, "%{1}s = atomic_fetch_or((u{0} *)(%ad), %{1}s)",
            "%rs = atomic{3}_fetch_or((u{0} *)(%ad), %rs)", 3),
        (0x51, Operation.AtomicFetchAnd, "%{1}s = atomic_fetch_and((u{0} *)(%ad), %{1}s)",
            "%rs = atomic{3}_fetch_and((u{0} *)(%ad), %rs)", 3),
        (0xa1, Operation.AtomicFetchXor, "%{1}s = atomic_fetch_xor((u{0} *)(%ad), %{1}s)",
            "%rs = atomic{3}_fetch_xor((u{0} *)(%ad), %rs)", 3),
        (0xe1, Operation.AtomicExchange, "%{1}s = xchg{2}_{0}(%ad, %{1}s)", "%rs = atomic{3}_xchg((u{0} *)(%ad), %rs)", 3),
        (0xf1, Operation.AtomicCompareExchange, "{1}0 = cmpxchg{2}_{0}(%ad, {1}0, %{1}s)",
            "r0 = atomic{3}_cmpxchg((u{0} *)(%ad), r0, %rs)", 3),
    ];

    // RFC 9669 section 5.4, table 12: source, operation, syntax as bpftool's, the RFC's notation, is the upper half used?
    static readonly (byte Source, Operation Operation, string Syntax, ImmutableArray<string> Aliases, bool Upper)[] s_wideImmediates =
    [
        (0, Operation.LoadImmediate64, "%rd = %l ll", ["%rd = %l"], true),
        (1, Operation.LoadMapByDescriptor, "%rd = map[fd:%i]", ["%rd = map[id:%i]", "%rd = map_by_fd(%i)"], false),
        (2, Operation.LoadMapValueByDescriptor, "%rd = map[fd:%i][0] + %n",
            ["%rd = map[id:%i][0] + %n", "%rd = map_val(map_by_fd(%i)) + %n"], true),
        (3, Operation.LoadVariable, "%rd = var[btf:%i]", ["%rd = var_addr(%i)"], true),
        (4, Operation.LoadFunction, "%rd = subprog[%F]", ["%rd = code_addr(%F)"], false),
        (5, Operation.LoadMapByIndex, "%rd = map[idx:%i]", ["%rd = map_by_idx(%i)"], false),
        (6, Operation.LoadMapValueByIndex, "%rd = map[idx:%i][0] + %n",
            ["%rd = map[idx:%i] + %n", "%rd = map_val(map_by_idx(%i)) + %n"], true),
    ];

    static readonly InstructionForm[] s_forms = [.. Arithmetic(), .. ByteSwaps(), .. Jumps(), .. Calls(), .. Memory(), .. Wide()];

    static readonly InstructionForm[][] s_byOpcode = IndexByOpcode();

    /// <summary>Every row, in the RFC's order of families.</summary>
    public static IReadOnlyList<InstructionForm> Forms => s_forms;

    /// <summary>The row for <paramref name="instruction"/>, or null if no such instruction exists.</summary>
    /// <remarks>Looks at the opcode and the selecting field only; see <see cref="InstructionForm.HasCleanFields"/>.</remarks>
    public static InstructionForm? Find(in BpfInstruction instruction)
    {
        foreach (var form in s_byOpcode[instruction.Opcode])
        {
            if (form.Matches(instruction))
                return form;
        }

        return null;
    }

    static InstructionForm[][] IndexByOpcode()
    {
        var index = new InstructionForm[256][];
        for (var opcode = 0; opcode < index.Length; opcode++)
            index[opcode] = Array.FindAll(s_forms, form => form.Opcode == opcode);
        return index;
    }
}
