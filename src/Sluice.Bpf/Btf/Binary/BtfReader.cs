using System.Runtime.InteropServices;

namespace Sluice.Bpf.Btf.Binary;

/// <summary>Reads a <c>.BTF</c> section in four passes: find the records, make the types, connect them, check them.</summary>
/// <remarks>
/// Documentation/bpf/btf.rst of the kernel. Nothing is allocated on the word of a count before the bytes it promises are
/// known to be there.
/// </remarks>
static class BtfReader
{
    const int HeaderBytes = 24;

    /// <summary>Reads the section; types of <paramref name="base"/> keep their ids and come first.</summary>
    /// <exception cref="Objects.BpfFormatException">The bytes are not BTF.</exception>
    public static BtfTypes Read(byte[] data, string file, BtfTypes? @base)
    {
        var bytes = new BtfBytes(data, file, ".BTF", HeaderBytes);
        var types = bytes.Part(8, "types", 4);
        var strings = ReadStrings(bytes, @base);
        var records = FindRecords(bytes, types);
        var first = @base?.All.Length ?? 1;

        var all = new BtfType[first + records.Count];
        if (@base is null)
            all[0] = new BtfVoid();
        else
            @base.All.CopyTo(all);
        var reader = new BtfRecordReader(bytes, new(bytes, strings), all);
        for (var i = 0; i < records.Count; i++)
        {
            all[first + i] = reader.Create(records[i]);
            all[first + i].Id = first + i;
        }

        for (var i = 0; i < records.Count; i++)
            reader.Connect(all[first + i], records[i]);
        BtfGraph.Check(all, first, (id, found, expected) => bytes.Fail(records[id - first].Offset, found, expected));

        return new()
        {
            All = ImmutableCollectionsMarshal.AsImmutableArray(all),
            Base = @base,
            Strings = strings,
            IsBigEndian = bytes.IsBigEndian,
        };
    }

    static BtfStrings ReadStrings(BtfBytes bytes, BtfTypes? @base)
    {
        var part = bytes.Part(16, "names", 1);
        var names = bytes.Slice(part);
        if (names.Length == 0 && @base is not null)
            return new([], @base.Strings);
        if (names.Length == 0)
            throw bytes.Fail(20, "no names", "at least the empty one");
        if (@base is null && names[0] != 0)
            throw bytes.Fail(part.Start, $"byte 0x{names[0]:x2}", "the empty name first");
        if (names[^1] != 0)
            throw bytes.Fail(part.End - 1, $"byte 0x{names[^1]:x2}", "the last name to end in a zero byte");
        if ((@base?.Strings.End ?? 0) + (long)names.Length > int.MaxValue)
            throw bytes.Fail(20, $"names of {names.Length} bytes", $"at most {int.MaxValue} with those of the base");
        return new(names.ToArray(), @base?.Strings);
    }

    static List<BtfRecord> FindRecords(BtfBytes bytes, BtfRange types)
    {
        var records = new List<BtfRecord>(types.Length / 24);
        for (var offset = types.Start; offset < types.End;)
        {
            if (types.End - offset < BtfRecord.CommonBytes)
                throw bytes.Fail(offset, $"{types.End - offset} bytes", $"a type of at least {BtfRecord.CommonBytes}");
            var record = new BtfRecord(offset, bytes.UInt32(offset + 4));
            if (!BtfLayout.Exists(record.Kind))
                throw bytes.Fail(offset + 4, $"kind {record.Kind}", $"a kind from 1 to {BtfLayout.Last}");
            var layout = BtfLayout.Of(record.Kind);
            var length = layout.Bytes(record.Count);
            if (length > types.End - offset)
                throw bytes.Fail(offset + 4, $"{layout.Name} with {record.Count} elements, {length} bytes",
                    $"at most the {types.End - offset} bytes that are left of the types");
            records.Add(record);
            offset += (int)length;
        }

        return records;
    }
}
