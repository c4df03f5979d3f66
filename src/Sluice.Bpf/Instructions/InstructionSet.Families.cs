namespace Sluice.Bpf.Instructions;

// The rows, family by family.
public static partial class InstructionSet
{
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
