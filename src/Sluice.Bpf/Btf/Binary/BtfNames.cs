namespace Sluice.Bpf.Btf.Binary;

/// <summary>Decodes names while one section is read: each offset once, so that equal names are one string.</summary>
sealed class BtfNames(BtfBytes bytes, BtfStrings strings)
{
    // A kernel's names have 24 bytes on average; growing step by step would cost a third of the whole reading.
    readonly Dictionary<uint, string> _decoded = new(strings.End / 24) { [0] = "" };

    // Names that end in each other may share their bytes; a table whose names all do would decode to its square.
    long _left = 8L * strings.End;

    /// <summary>The name whose offset stands at <paramref name="field"/>.</summary>
    /// <exception cref="Objects.BpfFormatException">The offset is not within the table.</exception>
    public string At(int field)
    {
        var offset = bytes.UInt32(field);
        if (_decoded.TryGetValue(offset, out var name))
            return name;
        if (!strings.Contains(offset))
            throw bytes.Fail(field, $"a name at offset {offset}", $"less than {strings.End}, the length of the names");
        name = strings[(int)offset];
        if ((_left -= name.Length) < 0)
            throw bytes.Fail(field, "names that overlap many times", "each to have bytes of its own");
        return _decoded[offset] = name;
    }
}
