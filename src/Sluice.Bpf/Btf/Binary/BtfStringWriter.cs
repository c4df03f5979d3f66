using System.Buffers;
using System.Text;

namespace Sluice.Bpf.Btf.Binary;

/// <summary>Collects names: those that were read keep their places, new ones follow in the order of their first use.</summary>
sealed class BtfStringWriter
{
    readonly Dictionary<string, int> _offsets = [];
    readonly ArrayBufferWriter<byte> _bytes = new();
    readonly int _start;

    /// <summary>Begins with what was read.</summary>
    public BtfStringWriter(BtfTypes types)
    {
        for (var @base = types.Base; @base is not null; @base = @base.Base)
            Index(@base.Strings);
        Index(types.Strings);
        _start = types.Strings.Start;
        _bytes.Write(types.Strings.Bytes);
    }

    /// <summary>The table's bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>Where <paramref name="name"/> stands.</summary>
    public uint Offset(string name)
    {
        if (!_offsets.TryGetValue(name, out var offset))
        {
            offset = _start + _bytes.WrittenCount;
            _offsets[name] = offset;
            _bytes.Write(Encoding.UTF8.GetBytes(name));
            _bytes.Write([(byte)0]);
        }

        return (uint)offset;
    }

    void Index(BtfStrings strings)
    {
        var bytes = strings.Bytes;
        for (var at = 0; at < bytes.Length;)
        {
            var length = bytes[at..].IndexOf((byte)0);
            _offsets.TryAdd(Encoding.UTF8.GetString(bytes.Slice(at, length)), strings.Start + at);
            at += length + 1;
        }
    }
}
