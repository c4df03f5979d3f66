using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Inspection;

/// <summary>Reads a program's code from the kernel, and puts names and lines to it.</summary>
sealed unsafe class ProgramCodeReader
{
    // struct bpf_func_info and bpf_line_info of include/uapi/linux/bpf.h; the line in 22 bits, the column in 10.
    const int FunctionRecord = 8, LineRecord = 16, ColumnBits = 10;

    const string Prefix = "bpf_";

    readonly byte[] _translated, _jited, _functions, _lines;
    readonly ulong[] _addresses, _lineAddresses;
    readonly uint[] _lengths;
    readonly ProgramInformation _information;
    readonly byte[] _btf = [];
    readonly BtfTypes? _types;

    /// <summary>Asks the kernel for all that it shows of a program.</summary>
    public ProgramCodeReader(BpfDescriptor descriptor, string what)
    {
        var sizes = default(ProgramInformation);
        ObjectIds.Describe(descriptor, what, ref sizes);
        _translated = new byte[sizes.XlatedProgLen];
        _jited = new byte[sizes.JitedProgLen];
        _functions = new byte[sizes.NrFuncInfo * FunctionRecord];
        _lines = new byte[sizes.NrLineInfo * LineRecord];
        _addresses = new ulong[sizes.NrJitedKsyms];
        _lengths = new uint[sizes.NrJitedFuncLens];
        _lineAddresses = new ulong[sizes.NrJitedLineInfo];
        fixed (byte* translated = _translated, jited = _jited, functions = _functions, lines = _lines)
        fixed (ulong* addresses = _addresses, lineAddresses = _lineAddresses)
        fixed (uint* lengths = _lengths)
        {
            _information = new()
            {
                XlatedProgInsns = (ulong)translated,
                XlatedProgLen = (uint)_translated.Length,
                JitedProgInsns = (ulong)jited,
                JitedProgLen = (uint)_jited.Length,
                FuncInfo = (ulong)functions,
                NrFuncInfo = sizes.NrFuncInfo,
                FuncInfoRecSize = FunctionRecord,
                LineInfo = (ulong)lines,
                NrLineInfo = sizes.NrLineInfo,
                LineInfoRecSize = LineRecord,
                JitedKsyms = (ulong)addresses,
                NrJitedKsyms = sizes.NrJitedKsyms,
                JitedFuncLens = (ulong)lengths,
                NrJitedFuncLens = sizes.NrJitedFuncLens,
                JitedLineInfo = (ulong)lineAddresses,
                NrJitedLineInfo = sizes.NrJitedLineInfo,
                JitedLineInfoRecSize = sizeof(ulong),
            };
            ObjectIds.Describe(descriptor, what, ref _information);
        }

        if (_information.BtfId == 0)
            return;
        _btf = KernelBtf.ReadBytes((int)_information.BtfId);
        _types = KernelBtf.Read((int)_information.BtfId);
    }

    /// <summary>The code.</summary>
    public ProgramCode Read()
    {
        var lines = Lines();
        var instructions = InstructionCodec.Decode(_translated).ToArray();
        var called = KernelCalls.Resolve(instructions.Where(IsCall).Select(call => call.Immediate));
        var inlined = Enumerable.Range(0, instructions.Length).Where(slot => IsCall(instructions[slot]) && called.ContainsKey(instructions[slot].Immediate))
            .ToDictionary(slot => slot, slot => called[instructions[slot].Immediate]);
        return new(Link(instructions, called, lines), Jited(lines), inlined);
    }

    /// <summary>The name of the whole function, which the kernel's own is the beginning of; empty if it has no types.</summary>
    public string Name => _functions.Length > 0 ? NameOf(0) : "";

    LinkedProgram Link(BpfInstruction[] instructions, IReadOnlyDictionary<int, string> called, ImmutableArray<SourceLine> lines)
    {
        var maps = ImmutableArray.CreateBuilder<MapSpec>();
        for (var slot = 0; slot < instructions.Length; slot++)
        {
            var operation = InstructionSet.Find(instructions[slot])?.Operation;
            if (operation is Operation.LoadMapByDescriptor or Operation.LoadMapValueByDescriptor)
            {
                // The kernel shows the map's number where the descriptor was.
                const byte byIndex = 5, valueByIndex = 6;
                var source = operation == Operation.LoadMapByDescriptor ? byIndex : valueByIndex;
                maps.Add(Describe(instructions[slot].Immediate));
                instructions[slot] = instructions[slot].WithSource(source).WithImmediate(maps.Count - 1);
            }
            else if (IsCall(instructions[slot]) && called.TryGetValue(instructions[slot].Immediate, out var name)
                && name.StartsWith(Prefix, StringComparison.Ordinal) && Helpers.Find(name[Prefix.Length..]) is { } helper)
            {
                instructions[slot] = instructions[slot].WithImmediate(helper.Id);
            }

            if (instructions[slot].IsWide)
                slot++;
        }

        return new()
        {
            Spec = new()
            {
                Function = new() { Name = Name.Length > 0 ? Name : _information.Name.ToString(), Section = "", Instructions = [.. instructions] },
                Type = (ProgramType)_information.Type,
            },
            Instructions = [.. instructions],
            Functions = Functions(instructions.Length),
            Maps = maps.ToImmutable(),
            Lines = lines,
        };
    }

    static bool IsCall(BpfInstruction instruction) => InstructionSet.Find(instruction)?.Operation == Operation.CallHelper;

    static MapSpec Describe(int id)
    {
        using var descriptor = ObjectIds.TryOpen(BpfCommand.MapGetDescriptorById, "map", id);
        var information = default(MapInformation);
        if (descriptor is not null)
            ObjectIds.Describe(descriptor, $"map {id}", ref information);
        var name = information.Name.ToString();
        return new(name.Length > 0 ? name : $"id:{id}", (MapType)information.Type, (int)information.KeySize, (int)information.ValueSize, (int)information.MaxEntries);
    }

    ImmutableArray<LinkedFunction> Functions(int slots)
    {
        var count = (int)_information.NrFuncInfo;
        if (count == 0)
            return [new(_information.Name.ToString(), 0, slots, 0, IsGlobal: false)];
        var functions = ImmutableArray.CreateBuilder<LinkedFunction>(count);
        for (var i = 0; i < count; i++)
        {
            var (start, end) = (StartOf(i), i + 1 < count ? StartOf(i + 1) : slots);
            functions.Add(new(NameOf(i), start, end - start, 0, IsGlobal: false));
        }

        return functions.MoveToImmutable();
    }

    int StartOf(int function) => (int)Word(_functions, function * FunctionRecord);

    string NameOf(int function) => _types![(int)Word(_functions, (function * FunctionRecord) + sizeof(uint))].Name;

    ImmutableArray<SourceLine> Lines()
    {
        var lines = ImmutableArray.CreateBuilder<SourceLine>();
        for (var at = 0; at < _lines.Length; at += LineRecord)
        {
            var place = Word(_lines, at + (3 * sizeof(uint)));
            lines.Add(new((int)Word(_lines, at), Text(Word(_lines, at + sizeof(uint))), (int)(place >> ColumnBits),
                (int)(place & ((1 << ColumnBits) - 1)), Text(Word(_lines, at + (2 * sizeof(uint)))).Trim()));
        }

        return lines.ToImmutable();
    }

    ImmutableArray<JitedFunction> Jited(ImmutableArray<SourceLine> lines)
    {
        var functions = ImmutableArray.CreateBuilder<JitedFunction>(_lengths.Length);
        var start = 0;
        for (var i = 0; i < _lengths.Length; i++)
        {
            var (length, address) = ((int)_lengths[i], i < _addresses.Length ? _addresses[i] : 0);
            // Each record of lines has its address in machine code, in the same order.
            var own = _lineAddresses.Length == lines.Length && address != 0
                ? _lineAddresses.Zip(lines).Where(line => line.First >= address && line.First < address + (ulong)length)
                    .Select(line => new JitedLine((int)(line.First - address), line.Second))
                : [];
            functions.Add(new(i < _information.NrFuncInfo ? NameOf(i) : "", address, [.. _jited.AsSpan(start, length)], [.. own]));
            start += length;
        }

        return functions.MoveToImmutable();
    }

    // Strings lie behind the header and the types: struct btf_header of include/uapi/linux/btf.h.
    string Text(uint offset)
    {
        const int headerLength = 4, stringOffset = 16;
        var start = Word(_btf, headerLength) + Word(_btf, stringOffset) + offset;
        if (start >= (uint)_btf.Length)
            return "";
        var text = _btf.AsSpan((int)start);
        var end = text.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
    }

    static uint Word(byte[] bytes, int at) => BitConverter.IsLittleEndian
        ? BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at))
        : BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
}
