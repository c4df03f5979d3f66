using System.Collections.Immutable;
using Sluice.Bpf.Instructions;

namespace Sluice.Bpf.Btf.Binary;

/// <summary>Reads a <c>.BTF.ext</c> section.</summary>
/// <remarks>
/// Documentation/bpf/btf.rst of the kernel. Each of the three parts begins with the size of its records, which may be
/// larger than what is known today; each then has, by section of instructions, a name, a count and the records.
/// </remarks>
sealed class BtfExtensionReader
{
    // A header without CO-RE relocations (Linux before 5.4) ends after the line information.
    const int MinimumHeader = 24, HeaderWithCore = 32;
    const int FunctionRecord = 8, LineRecord = 16, CoreRecord = 16;

    readonly BtfBytes _bytes;
    readonly BtfTypes _types;
    readonly BtfNames _names;

    /// <summary>Checks the header.</summary>
    public BtfExtensionReader(byte[] data, BtfTypes types, string file)
    {
        _bytes = new(data, file, ".BTF.ext", MinimumHeader);
        _types = types;
        _names = new(_bytes, types.Strings);
        if (_bytes.IsBigEndian != types.IsBigEndian)
            throw _bytes.Fail(0, "another byte order", "that of .BTF");
    }

    /// <summary>Reads all parts.</summary>
    public BtfExtension Read()
    {
        var functions = ReadPart(8, "functions", FunctionRecord, Function);
        var lines = ReadPart(16, "lines", LineRecord, Line);
        var relocations = _bytes.HeaderLength < HeaderWithCore ? new() : ReadPart(24, "relocations", CoreRecord, CoreRelocation);
        return new()
        {
            Sections =
            [
                .. functions.Names.Union(lines.Names).Union(relocations.Names).Select(name => new BtfExtensionSection(name)
                {
                    Functions = functions[name],
                    Lines = lines[name],
                    CoreRelocations = relocations[name],
                }),
            ],
        };
    }

    Part<T> ReadPart<T>(int headerField, string what, int minimumRecord, Func<int, T> read)
    {
        var range = _bytes.Part(headerField, what, 4);
        var part = new Part<T>();
        if (range.Length == 0)
            return part;
        if (range.Length < 4)
            throw _bytes.Fail(range.Start, $"{what} of {range.Length} bytes", "at least the size of a record");
        var size = _bytes.UInt32(range.Start);
        if (size < minimumRecord || size % 4 != 0 || size > range.Length)
            throw _bytes.Fail(range.Start, $"{what} with records of {size} bytes",
                $"a multiple of 4 from {minimumRecord} to {range.Length}");

        for (var offset = range.Start + 4; offset < range.End;)
        {
            if (range.End - offset < 8)
                throw _bytes.Fail(offset, $"{range.End - offset} bytes", $"a section's name and its count of {what}");
            var (name, count) = (_names.At(offset), _bytes.UInt32(offset + 4));
            offset += 8;
            if (count > (range.End - offset) / size)
                throw _bytes.Fail(offset - 4, $"{count} {what} of {size} bytes for '{name}'",
                    $"them to fit the {range.End - offset} bytes that are left");
            part.Add(name, (int)count, offset, (int)size, read);
            offset += (int)(count * size);
        }

        return part;
    }

    BtfFunctionInfo Function(int field) => Type(field + 4) is var type && type is BtfFunction function
        ? new(Instruction(field), function)
        : throw _bytes.Fail(field + 4, $"type {type.Id}, a {BtfKindNames.Of(type)}", "a function");

    // struct bpf_line_info packs the line into 22 bits and the column into 10.
    BtfLineInfo Line(int field)
    {
        var position = _bytes.UInt32(field + 12);
        return new(Instruction(field), _names.At(field + 4), (int)(position >> 10), (int)(position & 0x3ff), _names.At(field + 8));
    }

    BtfCoreInfo CoreRelocation(int field)
    {
        var kind = _bytes.UInt32(field + 12);
        if (kind > (uint)CoreRelocationKind.TypeMatches)
            throw _bytes.Fail(field + 12, $"CO-RE relocation kind {kind}", $"at most {(int)CoreRelocationKind.TypeMatches}");
        return new(Instruction(field), Type(field + 4), _names.At(field + 8), (CoreRelocationKind)kind);
    }

    int Instruction(int field)
    {
        var offset = _bytes.Int31(field, "an instruction offset");
        return offset % BpfInstruction.Size == 0
            ? offset
            : throw _bytes.Fail(field, $"instruction offset {offset}", $"a multiple of {BpfInstruction.Size}");
    }

    BtfType Type(int field)
    {
        var id = _bytes.UInt32(field);
        return id < (uint)_types.All.Length
            ? _types.All[(int)id]
            : throw _bytes.Fail(field, $"type {id}", $"at most {_types.All.Length - 1}, the last one");
    }

    sealed class Part<T>
    {
        readonly Dictionary<string, ImmutableArray<T>.Builder> _sections = [];

        public IEnumerable<string> Names => _sections.Keys;

        public ImmutableArray<T> this[string name] =>
            _sections.TryGetValue(name, out var records) ? records.ToImmutable() : [];

        public void Add(string name, int count, int offset, int size, Func<int, T> read)
        {
            if (!_sections.TryGetValue(name, out var records))
                _sections[name] = records = ImmutableArray.CreateBuilder<T>(count);
            for (var i = 0; i < count; i++)
                records.Add(read(offset + i * size));
        }
    }
}
