using System.Collections.Immutable;
using Sluice.Bpf.Elf;
using Sluice.Bpf.Instructions;

namespace Sluice.Bpf.Objects.Reading;

/// <summary>Turns the relocations of a file into the names of what they point to.</summary>
/// <remarks>Documentation/bpf/llvm_reloc.rst of the kernel: which addend stands where.</remarks>
sealed class RelocationReader(ElfFile file, FunctionTable functions, AddressTable addresses)
{
    const byte PseudoCall = 1, PseudoFunction = 4;

    /// <summary>The relocations of a section, by slot within that section.</summary>
    /// <exception cref="BpfFormatException">One is off an instruction, or two fall on the same.</exception>
    public Dictionary<int, ElfRelocation> BySlot(ElfSection section)
    {
        var bySlot = new Dictionary<int, ElfRelocation>();
        foreach (var relocation in file.Relocations(section))
        {
            if (relocation.Type == ElfRelocationType.None)
                continue;
            if (relocation.Offset >= (ulong)section.Size || relocation.Offset % BpfInstruction.Size != 0)
            {
                throw file.Fault(section, relocation.Offset, "a relocation",
                    $"it on an instruction of the section's {section.Size} bytes");
            }

            if (!bySlot.TryAdd((int)(relocation.Offset / BpfInstruction.Size), relocation))
                throw file.Fault(section, relocation.Offset, "a second relocation of one instruction", "one");
        }

        return bySlot;
    }

    /// <summary>The relocations of one function, and its calls of others that the compiler has resolved itself.</summary>
    public ImmutableArray<Relocation> Read(FunctionExtent function, ImmutableArray<BpfInstruction> instructions,
        Dictionary<int, ElfRelocation> bySlot)
    {
        var relocations = ImmutableArray.CreateBuilder<Relocation>();
        var first = function.Start / BpfInstruction.Size;
        for (var slot = 0; slot < instructions.Length; slot++)
        {
            var instruction = instructions[slot];
            if (bySlot.TryGetValue(first + slot, out var relocation))
                relocations.Add(Resolve(function, instructions, slot, relocation));
            else if (ResolvedCall(function, instruction, slot) is { } call)
                relocations.Add(call);
            if (!instruction.IsWide)
                continue;
            slot++;
            if (bySlot.ContainsKey(first + slot))
                throw Fault(function, slot, "a relocation of the second half of an instruction", "one of the first");
        }

        return relocations.ToImmutable();
    }

    Relocation Resolve(FunctionExtent function, ImmutableArray<BpfInstruction> instructions, int slot, ElfRelocation relocation)
    {
        var instruction = instructions[slot];
        var symbol = file.Symbols[relocation.Symbol];
        if (relocation.Type is not (ElfRelocationType.Immediate64 or ElfRelocationType.Call))
            throw Fault(function, slot, $"relocation type {(uint)relocation.Type}", "R_BPF_64_64 (1) or R_BPF_64_32 (10)");
        if (relocation.Type == ElfRelocationType.Immediate64)
        {
            if (!instruction.IsWide)
                throw Fault(function, slot, $"a 64-bit relocation of opcode 0x{instruction.Opcode:x2}", "a 64-bit immediate");
            return ResolveImmediate(function, slot, symbol, relocation.Addend ?? instruction.Immediate);
        }

        if (instruction.Opcode != InstructionSet.CallOpcode)
            throw Fault(function, slot, $"a call's relocation of opcode 0x{instruction.Opcode:x2}", "a call");
        return ResolveCall(function, slot, symbol, relocation.Addend ?? (instruction.Immediate + 1L) * BpfInstruction.Size);
    }

    Relocation ResolveCall(FunctionExtent function, int slot, ElfSymbol symbol, long addend)
    {
        if (symbol.IsUndefined)
        {
            var kind = addresses.ExternOf(symbol.Name) is null ? RelocationKind.Call : RelocationKind.KernelSymbol;
            return new(slot, kind, NameOf(function, slot, symbol)) { IsWeak = symbol.IsWeak };
        }

        return new(slot, RelocationKind.Call, FunctionAt(function, slot, symbol, addend));
    }

    Relocation ResolveImmediate(FunctionExtent function, int slot, ElfSymbol symbol, long addend)
    {
        if (symbol.IsUndefined)
        {
            var isConfiguration = addresses.ExternOf(symbol.Name) == ExternKind.Configuration;
            return new(slot, isConfiguration ? RelocationKind.KernelConfiguration : RelocationKind.KernelSymbol,
                NameOf(function, slot, symbol), (int)addend)
            { IsWeak = symbol.IsWeak };
        }

        var address = unchecked((long)symbol.Value + addend);
        if (addresses.DataOf(symbol.Section) is { } data)
        {
            if (address < 0 || address > data.ValueSize)
            {
                throw Fault(function, slot, $"an address {address} bytes into the {data.ValueSize} of {data.DataSection}",
                    "it within the section");
            }

            return new(slot, RelocationKind.MapValue, data.Name, (int)address);
        }

        if (addresses.HoldsMaps(symbol.Section))
        {
            var map = addresses.MapAt(symbol.Section, address)
                ?? throw Fault(function, slot, $"a reference to {file.Sections[symbol.Section].Name}+0x{address:x}", "a map");
            return new(slot, RelocationKind.Map, map);
        }

        return new(slot, RelocationKind.FunctionAddress, FunctionAt(function, slot, symbol, addend));
    }

    // The compiler leaves no relocation where caller and callee stand in one section. A call into the caller itself, but
    // not to its start, stays as it is: hand-written programs keep their sub-programs under one symbol.
    Relocation? ResolvedCall(FunctionExtent function, BpfInstruction instruction, int slot)
    {
        var kind = (instruction.Opcode, instruction.Source) switch
        {
            (InstructionSet.CallOpcode, PseudoCall) => RelocationKind.Call,
            (InstructionSet.LoadImmediate64Opcode, PseudoFunction) => RelocationKind.FunctionAddress,
            _ => (RelocationKind?)null,
        };
        if (kind is not { } known)
            return null;

        var target = function.Start + (slot + 1L + instruction.Immediate) * BpfInstruction.Size;
        if (functions.StartingAt(function.Section.Index, target) is { } callee)
            return new(slot, known, callee.Name);
        if (functions.Containing(function.Section.Index, target) != function)
            throw Fault(function, slot, $"a call to {function.Section.Name}+0x{target:x}", "a function");
        return null;
    }

    string FunctionAt(FunctionExtent function, int slot, ElfSymbol symbol, long addend)
    {
        if (symbol.Section >= file.Sections.Length)
        {
            throw Fault(function, slot, symbol.Section == ElfSymbol.CommonSection
                ? $"'{symbol.Name}', a common symbol" : $"'{symbol.Name}' in special section 0x{symbol.Section:x}",
                "a symbol with a place in the file (compile with -fno-common)");
        }

        var address = unchecked((long)symbol.Value + addend);
        var section = file.Sections[symbol.Section];
        return functions.StartingAt(section.Index, address)?.Name
            ?? throw Fault(function, slot, $"a reference to {section.Name}+0x{address:x}",
                section.IsExecutable ? "the start of a function" : "a function, a map, or global data");
    }

    string NameOf(FunctionExtent function, int slot, ElfSymbol symbol) => symbol.Name.Length > 0
        ? symbol.Name
        : throw Fault(function, slot, "a reference to the null symbol", "a symbol with a name");

    BpfFormatException Fault(FunctionExtent function, int slot, string found, string expected) =>
        file.Fault(function.Section, (ulong)(function.Start + slot * BpfInstruction.Size), found, expected);
}
