using System.Buffers.Binary;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Elf;

namespace Sluice.Bpf.Objects.Reading;

/// <summary>Which operations programs are, by the structs that point to them: the variables of <c>.struct_ops</c>.</summary>
/// <remarks>tools/lib/bpf/libbpf.c, init_struct_ops_maps and bpf_object__collect_st_ops_relos. Structs are known by their kernel names:
/// what follows three underscores is the object's own.</remarks>
sealed class OperationReader(ElfFile file, BtfTypes? types, FunctionTable functions, SymbolTable symbols)
{
    const string FlavourMark = "___";

    static readonly string[] s_sections = [".struct_ops", ".struct_ops.link", "?.struct_ops", "?.struct_ops.link"];

    /// <summary>The operation of each program that some struct points to, by the program's name: <c>tcp_congestion_ops.ssthresh</c>.</summary>
    public Dictionary<string, string> Read()
    {
        var operations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var section in file.Sections.Where(section => s_sections.Contains(section.Name)))
        {
            foreach (var relocation in file.Relocations(section))
            {
                var symbol = file.Symbols[relocation.Symbol];
                var address = unchecked((long)symbol.Value + (relocation.Addend ?? AddendAt(section, relocation.Offset)));
                if (functions.StartingAt(symbol.Section, address) is { } function && NameAt(section, (long)relocation.Offset) is { } operation)
                    operations.TryAdd(function.Name, operation);
            }
        }

        return operations;
    }

    string? NameAt(ElfSection section, long offset)
    {
        foreach (var (variable, start, size) in types?.Find<BtfDataSection>(section.Name)?.Variables ?? [])
        {
            var place = symbols.Find(section, variable.Name) is { } symbol ? (long)symbol.Value : start; // Compilers leave it at 0 in the type.
            if (offset < place || offset >= place + size || (variable as BtfVariable)?.Type.Resolve() is not BtfStruct layout)
                continue;
            return layout.Members.FirstOrDefault(member => member.Offset == offset - place) is { } member ? $"{Plain(layout.Name)}.{member.Name}" : null;
        }

        return null;
    }

    static string Plain(string name) => name.IndexOf(FlavourMark, StringComparison.Ordinal) is > 0 and var end ? name[..end] : name;

    long AddendAt(ElfSection section, ulong offset)
    {
        var rest = file.Bytes(section)[(int)offset..];
        if (rest.Length < BtfSize.Pointer)
            throw file.Fault(section, offset, $"{rest.Length} bytes", $"the {BtfSize.Pointer} of a pointer");
        return file.IsBigEndian ? BinaryPrimitives.ReadInt64BigEndian(rest) : BinaryPrimitives.ReadInt64LittleEndian(rest);
    }
}
