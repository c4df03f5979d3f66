using System.Collections.Immutable;

namespace Sluice.Bpf.Instructions;

/// <summary>The instruction set: one table that every reader, writer and engine is driven by.</summary>
/// <remarks>
/// RFC 9669, and include/uapi/linux/bpf.h for load-acquire, store-release, may_goto and map references by index. The rows
/// are laid out by family, because the RFC composes an opcode of class, operation and source or of class, mode and size.
/// </remarks>
public static class InstructionSet
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

    static IEnumerable<InstructionForm> Arithmetic()
    {
        foreach (var (bits, @class, letter) in new[] { (64, Alu64, 'r'), (32, Alu32, 'w') })
        {
            foreach (var (code, offset, operation, @operator, since) in s_arithmetic)
            {
                var row = new InstructionForm((byte)(@class | code), operation, bits, 0, Fields.Destination | Fields.Immediate,
                    $"%{letter}d {@operator} %i")
                {
                    Selector = Selector.Offset,
                    SelectorValue = offset,
                    Since = since,
                    Section = "4.1",
                };
                yield return row;
                yield return row with
                {
                    Opcode = (byte)(row.Opcode | RegisterSource),
                    Uses = Fields.Destination | Fields.Source,
                    Syntax = $"%{letter}d {@operator} %{letter}s",
                };
            }

            yield return new((byte)(@class | 0x80), Operation.Negate, bits, 0, Fields.Destination, $"%{letter}d = -%{letter}d")
            {
                Section = "4.1",
            };

            // include/uapi/linux/bpf.h, BPF_ADDR_SPACE_CAST: 64 bits only, the immediate names the two address spaces.
            if (bits == 64)
            {
                yield return new((byte)(@class | 0xb0 | RegisterSource), Operation.AddressSpaceCast, bits, 0,
                    Fields.Destination | Fields.Source | Fields.Immediate, "%rd = addr_space_cast(%rs, %x)")
                {
                    Selector = Selector.Offset,
                    SelectorValue = 1,
                    Since = 4,
                };
            }

            foreach (var sourceBits in bits == 64 ? [8, 16, 32] : new[] { 8, 16 })
            {
                yield return new((byte)(@class | 0xb0 | RegisterSource), Operation.MoveSignExtend, bits, sourceBits / 8,
                    Fields.Destination | Fields.Source, $"%{letter}d = (s{sourceBits})%{letter}s")
                {
                    Selector = Selector.Offset,
                    SelectorValue = sourceBits,
                    Since = 4,
                    Section = "4.1",
                };
            }
        }
    }

    // RFC 9669 section 4.2: the source bit chooses the byte order, the immediate the width.
    static IEnumerable<InstructionForm> ByteSwaps()
    {
        foreach (var (opcode, operation, name, since) in new[]
        {
            (Alu32 | 0xd0, Operation.ToLittleEndian, "le", 1),
            (Alu32 | 0xd0 | RegisterSource, Operation.ToBigEndian, "be", 1),
            (Alu64 | 0xd0, Operation.ByteSwap, "bswap", 4),
        })
        {
            foreach (var bits in new[] { 16, 32, 64 })
            {
                yield return new((byte)opcode, operation, bits, 0, Fields.Destination, $"%rd = {name}{bits} %rd")
                {
                    Selector = Selector.Immediate,
                    SelectorValue = bits,
                    Since = since,
                    Section = "4.2",
                };
            }
        }
    }

    static IEnumerable<InstructionForm> Jumps()
    {
        yield return new(Jump64, Operation.Jump, 64, 0, Fields.Offset, "goto %j") { Section = "4.3" };
        yield return new(Jump32, Operation.Jump, 32, 0, Fields.Immediate, "gotol %J") { Since = 4, Section = "4.3" };

        foreach (var (bits, @class, letter, version) in new[] { (64, Jump64, 'r', 1), (32, Jump32, 'w', 3) })
        {
            foreach (var (code, operation, @operator, since) in s_conditions)
            {
                var row = new InstructionForm((byte)(@class | code), operation, bits, 0,
                    Fields.Destination | Fields.Immediate | Fields.Offset, $"if %{letter}d {@operator} %i goto %j")
                {
                    Since = Math.Max(since, version),
                    Section = "4.3",
                };
                yield return row;
                yield return row with
                {
                    Opcode = (byte)(row.Opcode | RegisterSource),
                    Uses = Fields.Destination | Fields.Source | Fields.Offset,
                    Syntax = $"if %{letter}d {@operator} %{letter}s goto %j",
                };
            }
        }

        // include/uapi/linux/bpf.h, BPF_JCOND and BPF_MAY_GOTO.
        yield return new(Jump64 | 0xe0, Operation.MayGoto, 64, 0, Fields.Offset, "may_goto %j")
        {
            Selector = Selector.Source,
            SelectorValue = 0,
            Since = 4,
        };
    }

    // RFC 9669 sections 4.3.1 and 4.3.2.
    static IEnumerable<InstructionForm> Calls()
    {
        foreach (var (source, operation, syntax) in new[]
        {
            (0, Operation.CallHelper, "call %h"),
            (1, Operation.CallLocal, "call %f"),
            (2, Operation.CallKernelFunction, "call kernel-function%k"),
        })
        {
            yield return new(CallOpcode, operation, 64, 0, Fields.Immediate | (source == 2 ? Fields.Offset : 0), syntax)
            {
                Selector = Selector.Source,
                SelectorValue = source,
                Section = source == 1 ? "4.3.2" : "4.3.1",
            };
        }

        // Not in the RFC. clang up to 18 put the register into the immediate; later ones, and the runtimes, use the destination.
        yield return new(CallOpcode | RegisterSource, Operation.CallRegister, 64, 0, Fields.Destination, "callx %rd")
        {
            Selector = Selector.Immediate,
            SelectorValue = 0,
        };
        yield return new(CallOpcode | RegisterSource, Operation.CallRegister, 64, 0, Fields.Immediate, "callx imm:%ri");
        yield return new(Jump64 | 0x90, Operation.Exit, 64, 0, Fields.None, "exit") { Section = "4.3" };
    }

    static IEnumerable<InstructionForm> Memory()
    {
        foreach (var (code, bytes) in s_sizes)
        {
            var bits = bytes * 8;
            yield return new((byte)(LoadRegister | ModeMemory | code), Operation.Load, 64, bytes,
                Fields.Destination | Fields.Source | Fields.Offset, $"%rd = *(u{bits} *)(%as)")
            {
                Aliases = bytes < 8 ? [$"%wd = *(u{bits} *)(%as)"] : [],
                Section = "5.1",
            };
            yield return new((byte)(StoreRegister | ModeMemory | code), Operation.Store, 64, bytes,
                Fields.Destination | Fields.Source | Fields.Offset, $"*(u{bits} *)(%ad) = %rs")
            {
                Aliases = bytes < 8 ? [$"*(u{bits} *)(%ad) = %ws"] : [],
                Section = "5.1",
            };
            yield return new((byte)(Store | ModeMemory | code), Operation.StoreImmediate, 64, bytes,
                Fields.Destination | Fields.Offset | Fields.Immediate, $"*(u{bits} *)(%ad) = %i")
            { Section = "5.1" };

            if (bytes < 8)
            {
                yield return new((byte)(LoadRegister | ModeSigned | code), Operation.LoadSignExtend, 64, bytes,
                    Fields.Destination | Fields.Source | Fields.Offset, $"%rd = *(s{bits} *)(%as)")
                { Since = 4, Section = "5.2" };
                yield return new((byte)(Load | ModeAbsolute | code), Operation.LoadPacketAbsolute, 32, bytes, Fields.Immediate,
                    $"r0 = *(u{bits} *)skb[%i]")
                { Section = "5.5" };
                yield return new((byte)(Load | ModeIndirect | code), Operation.LoadPacketIndirect, 32, bytes,
                    Fields.Source | Fields.Immediate, $"r0 = *(u{bits} *)skb[%rs + %i]")
                {
                    Aliases = [$"r0 = *(u{bits} *)skb[%rs]"],
                    Section = "5.5",
                };
            }

            foreach (var form in Atomics(code, bytes))
                yield return form;
        }
    }

    static IEnumerable<InstructionForm> Atomics(byte size, int bytes)
    {
        const Fields operands = Fields.Destination | Fields.Source | Fields.Offset;
        var opcode = (byte)(StoreRegister | ModeAtomic | size);
        var bits = bytes * 8;
        if (bytes >= 4)
        {
            foreach (var (immediate, operation, syntax, kernelSyntax, since) in s_atomics)
            {
                object[] parts = bytes == 8 ? [bits, 'r', "", "64"] : [bits, 'w', "32", ""];
                var text = string.Format(syntax, parts);
                var kernelText = string.Format(kernelSyntax, parts);
                yield return new(opcode, operation, bits, bytes, operands, text)
                {
                    Aliases = kernelText == text ? [] : [kernelText],
                    Selector = Selector.Immediate,
                    SelectorValue = immediate,
                    Since = since,
                    Section = "5.3",
                };
            }
        }

        // include/uapi/linux/bpf.h, BPF_LOAD_ACQ and BPF_STORE_REL: any size.
        var letter = bytes == 8 ? 'r' : 'w';
        yield return new(opcode, Operation.LoadAcquire, bits, bytes, operands, $"%{letter}d = load_acquire((u{bits} *)(%as))")
        {
            Aliases = bytes < 8 ? [$"%rd = load_acquire((u{bits} *)(%as))"] : [],
            Selector = Selector.Immediate,
            SelectorValue = 0x100,
            Since = 4,
        };
        yield return new(opcode, Operation.StoreRelease, bits, bytes, operands, $"store_release((u{bits} *)(%ad), %{letter}s)")
        {
            Aliases = bytes < 8 ? [$"store_release((u{bits} *)(%ad), %rs)"] : [],
            Selector = Selector.Immediate,
            SelectorValue = 0x110,
            Since = 4,
        };
    }

    static IEnumerable<InstructionForm> Wide()
    {
        foreach (var (source, operation, syntax, aliases, upper) in s_wideImmediates)
        {
            yield return new(LoadImmediate64Opcode, operation, 64, 0,
                Fields.Destination | Fields.Immediate | (upper ? Fields.NextImmediate : 0), syntax)
            {
                Aliases = aliases,
                Selector = Selector.Source,
                SelectorValue = source,
                Section = "5.4",
            };
        }
    }
}
