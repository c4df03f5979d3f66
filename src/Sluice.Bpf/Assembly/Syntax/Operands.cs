using System.Collections.Frozen;
using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>The kinds of operands that patterns are made of.</summary>
static class Operands
{
    static readonly Operand[] s_all =
    [
        new("rd", "a register r0 to r10", r => r.ReadDestination('r'), w => w.AddRegister('r', w.Instruction.Destination)),
        new("wd", "a register w0 to w10", r => r.ReadDestination('w'), w => w.AddRegister('w', w.Instruction.Destination)),
        new("rs", "a register r0 to r10", r => r.ReadSource('r'), w => w.AddRegister('r', w.Instruction.Source)),
        new("ws", "a register w0 to w10", r => r.ReadSource('w'), w => w.AddRegister('w', w.Instruction.Source)),
        new("ri", "a register r1 to r10", ReadRegisterImmediate, w => w.AddRegister('r', w.Instruction.Immediate)),
        new("i", "a 32-bit number", ReadImmediate, w => w.AddNumber(w.Instruction.Immediate)),
        new("n", "a 32-bit number", ReadNextImmediate, w => w.AddNumber(w.NextImmediate)),
        new("l", "a 64-bit number", ReadWide, WriteWide),
        new("ad", "a register r0 to r10", r => r.ReadDestination('r') && ReadOffset(r), w =>
        {
            w.AddRegister('r', w.Instruction.Destination);
            w.AddOffset(w.Instruction.Offset);
        }),
        new("as", "a register r0 to r10", r => r.ReadSource('r') && ReadOffset(r), w =>
        {
            w.AddRegister('r', w.Instruction.Source);
            w.AddOffset(w.Instruction.Offset);
        }),
        new("j", "a label or a distance like +3", ReadJump, w => w.AddTarget(w.Instruction.Offset)),
        new("J", "a label or a distance like +3", ReadLongTarget, w => w.AddTarget(w.Instruction.Immediate)),
        // llvm reads "call +3" as a helper's number; "pc+3" is the kernel's spelling and says what is meant.
        new("f", "a function or a distance like pc+3", ReadLongTarget, w => w.AddTarget(w.Instruction.Immediate, "pc")),
        new("F", "a function or a distance like +3", ReadLongTarget, w => w.AddTarget(w.Instruction.Immediate)),
        new("h", "a helper like bpf_map_lookup_elem or its number", ReadHelper, WriteHelper),
        new("k", "'#' and a BTF id", ReadKernelFunction, WriteKernelFunction),
        new("x", "two address spaces", ReadAddressSpaces, WriteAddressSpaces),
        new("Sm", "a map", r => ReadSymbol(r, SymbolKind.Map, "a map"), WriteSymbol),
        new("Sv", "a variable", r => ReadSymbol(r, SymbolKind.Variable, "a variable"), WriteSymbol),
        new("Sf", "a function", r => ReadSymbol(r, SymbolKind.Function, "a function"), WriteSymbol),
        new("Sk", "a symbol of the kernel", r => ReadSymbol(r, SymbolKind.Ksym, "a symbol of the kernel"), WriteSymbol),
        new("Sc", "a configuration value", r => ReadSymbol(r, SymbolKind.Kconfig, "a configuration value"), WriteSymbol),
        new("A", "an offset in bytes", ReadAddend, w =>
        {
            if (w.Addend != 0)
                w.AddOffset(w.Addend);
        }),
    ];

    /// <summary>The operands by their code.</summary>
    public static readonly FrozenDictionary<string, Operand> ByCode = s_all.ToFrozenDictionary(operand => operand.Code);

    static bool ReadRegisterImmediate(InstructionReader reader)
    {
        var start = reader.Position;
        if (reader.TryRegister('r', out var number) && number > 0)
        {
            reader.Immediate = number;
            return true;
        }

        reader.Position = start;
        return false;
    }

    // As llvm does: a number that fits 32 bits either way, so that masks can be written as they are meant.
    static bool ReadImmediate(InstructionReader reader)
    {
        if (!reader.TryNumber(int.MinValue, uint.MaxValue, out var value))
            return false;
        reader.Immediate = (int)(long)value;
        return true;
    }

    static bool ReadNextImmediate(InstructionReader reader)
    {
        if (!reader.TryNumber(int.MinValue, uint.MaxValue, out var value))
            return false;
        reader.NextImmediate = (int)(long)value;
        return true;
    }

    static bool ReadWide(InstructionReader reader)
    {
        if (!reader.TryNumber(long.MinValue, ulong.MaxValue, out var value))
            return false;
        var bits = (ulong)(value & ulong.MaxValue);
        reader.Immediate = (int)(uint)bits;
        reader.NextImmediate = (int)(uint)(bits >> 32);
        return true;
    }

    static void WriteWide(InstructionWriter writer) =>
        writer.AddNumber((long)((uint)writer.Instruction.Immediate | (ulong)(uint)writer.NextImmediate << 32));

    static bool ReadOffset(InstructionReader reader)
    {
        if (!reader.Current.Is("+") && !reader.Current.Is("-"))
            return true; // llvm and bpftool always print the offset; people leave out 0.
        var isNegative = reader.Current.Is("-");
        var start = reader.Position++;

        // "r1 + -8" is how some tools print a negative offset.
        if (reader.TryNumber(isNegative ? 0 : short.MinValue, isNegative ? -(Int128)short.MinValue : short.MaxValue, out var value))
        {
            reader.Offset = (short)(isNegative ? -value : value);
            return true;
        }

        reader.Position = start + 1;
        return !reader.IsExplained && reader.Fail("an offset from -32768 to 32767");
    }

    static bool ReadJump(InstructionReader reader)
    {
        if (ReadLabel(reader, ReferenceKind.Offset))
            return true;
        if (!ReadDistance(reader, short.MinValue, short.MaxValue, out var distance))
            return false;
        reader.Offset = (short)distance;
        return true;
    }

    static bool ReadLongTarget(InstructionReader reader)
    {
        if (ReadLabel(reader, ReferenceKind.Immediate))
            return true;
        if (!ReadDistance(reader, int.MinValue, int.MaxValue, out var distance))
            return false;
        reader.Immediate = (int)distance;
        return true;
    }

    static bool ReadLabel(InstructionReader reader, ReferenceKind kind)
    {
        var token = reader.Current;
        if (token.Kind != TokenKind.Word || !reader.Scope.IsLabel(token.Text))
        {
            if (token.Kind == TokenKind.Word)
                reader.Fail("a label", Spelling.Closest(token.Text, reader.Scope.Names(SymbolKind.Label)));
            return false;
        }

        reader.Reference = new(kind, token);
        reader.Position++;
        return true;
    }

    // llvm-objdump writes "+3 <LBB0_2>", bpftool "pc+3" and, for calls, "pc+3#name", which ends in a comment.
    static bool ReadDistance(InstructionReader reader, long minimum, long maximum, out Int128 distance)
    {
        var start = reader.Position;
        reader.Accept("pc");
        if (!reader.TryNumber(minimum, maximum, out distance, signRequired: true))
        {
            reader.Position = start;
            return false;
        }

        if (reader.Accept("<"))
        {
            while (reader.Current.Kind != TokenKind.End && !reader.Accept(">"))
                reader.Position++;
        }

        return true;
    }

    static bool ReadHelper(InstructionReader reader)
    {
        var token = reader.Current;
        var start = reader.Position;
        if (token.Kind == TokenKind.Number)
        {
            if (!reader.TryNumber(0, int.MaxValue, out var number))
                return false;
            reader.Immediate = (int)number;
            return true;
        }

        if (token.Kind != TokenKind.Word || reader.Scope.IsLabel(token.Text)
            || reader.Scope.Has(SymbolKind.Function, token.Text) || reader.Scope.Has(SymbolKind.Ksym, token.Text))
        {
            return false;
        }

        reader.Position++;
        var helper = token.Text.StartsWith("bpf_", StringComparison.Ordinal) ? Helpers.Find(token.Text[4..]) : null;
        if (reader.Accept("#"))
        {
            if (!reader.TryNumber(int.MinValue, int.MaxValue, out var id))
                return false;
            reader.Immediate = (int)id;
            if (helper is null || helper.Id == id)
                return true;
            reader.Position--;
            return reader.Fail($"{helper.Id}, the number of {token.Text}");
        }

        if (helper is not null)
        {
            reader.Immediate = helper.Id;
            reader.Position = start + 1;
            return true;
        }

        reader.Position = start;
        reader.Fail("a helper", Spelling.Closest(token.Text, Helpers.All.Select(known => "bpf_" + known.Name)));
        return false;
    }

    static void WriteHelper(InstructionWriter writer)
    {
        var id = writer.Instruction.Immediate;
        writer.Add(AssemblyTokenKind.Symbol, Helpers.Find(id) is { } helper ? $"bpf_{helper.Name}#{id}" : $"unknown#{id}");
    }

    static bool ReadKernelFunction(InstructionReader reader)
    {
        if (!reader.Accept("#") || !reader.TryNumber(int.MinValue, int.MaxValue, out var id))
            return false;
        reader.Immediate = (int)id;
        if (!reader.Accept("@"))
            return true;
        if (!reader.TryNumber(short.MinValue, short.MaxValue, out var module))
            return false;
        reader.Offset = (short)module;
        return true;
    }

    static void WriteKernelFunction(InstructionWriter writer)
    {
        var module = writer.Instruction.Offset == 0 ? "" : $"@{writer.Instruction.Offset}";
        writer.Add(AssemblyTokenKind.Symbol, $"#{writer.Instruction.Immediate}{module}");
    }

    static bool ReadAddressSpaces(InstructionReader reader)
    {
        if (!reader.TryNumber(0, ushort.MaxValue, out var destination) || !reader.Accept(",")
            || !reader.TryNumber(0, ushort.MaxValue, out var source))
        {
            return false;
        }

        reader.Immediate = (int)((uint)destination << 16 | (uint)source);
        return true;
    }

    static void WriteAddressSpaces(InstructionWriter writer)
    {
        writer.AddNumber((uint)writer.Instruction.Immediate >> 16);
        writer.Add(AssemblyTokenKind.Text, ", ");
        writer.AddNumber(writer.Instruction.Immediate & 0xffff);
    }

    static bool ReadSymbol(InstructionReader reader, SymbolKind kind, string expected)
    {
        var token = reader.Current;
        if (token.Kind is not (TokenKind.Word or TokenKind.String) || !reader.Scope.Has(kind, token.Text))
        {
            if (token.Kind is TokenKind.Word or TokenKind.String)
                reader.Fail(expected, Spelling.Closest(token.Text, reader.Scope.Names(kind)));
            return false;
        }

        reader.Reference = new(ReferenceKind.Symbol, token) { SymbolKind = kind };
        reader.Position++;
        return true;
    }

    static void WriteSymbol(InstructionWriter writer) => writer.Add(AssemblyTokenKind.Symbol, Names.Quote(writer.Symbol));

    static bool ReadAddend(InstructionReader reader)
    {
        if (!reader.Current.Is("+") && !reader.Current.Is("-"))
            return true;
        if (reader.Reference is not { } reference || !reader.TryNumber(int.MinValue, int.MaxValue, out var addend, signRequired: true))
            return false;
        reader.Reference = reference with { Addend = (int)addend };
        return true;
    }
}
