using System.Text;

namespace Sluice.Bpf.Elf;

/// <summary>A string table in the making; equal names stand in it once.</summary>
sealed class ElfStringWriter
{
    readonly Dictionary<string, uint> _offsets = new(StringComparer.Ordinal) { [""] = 0 };

    readonly ElfOutput _output = new(isBigEndian: false);

    /// <summary>Begins with the empty name.</summary>
    public ElfStringWriter() => _output.Byte(0);

    /// <summary>The offset of a name, which is added if it is new.</summary>
    public uint Add(string name)
    {
        if (_offsets.TryGetValue(name, out var offset))
            return offset;
        offset = (uint)_output.Length;
        _output.Append(Encoding.UTF8.GetBytes(name));
        _output.Byte(0);
        return _offsets[name] = offset;
    }

    /// <summary>The table.</summary>
    public byte[] ToArray() => _output.ToArray();
}
