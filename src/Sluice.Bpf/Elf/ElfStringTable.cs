using System.Text;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Elf;

/// <summary>Names by their offset into a string table.</summary>
/// <remarks>
/// A hostile file can let every symbol name another tail of one endless string. Tails are shared in honest files too, but
/// not by much, so the characters handed out are limited to a multiple of the table.
/// </remarks>
sealed class ElfStringTable(ElfFile file, ElfSection section)
{
    const int HonestSharing = 8, Slack = 1 << 16;

    readonly Dictionary<uint, string> _names = [];

    long _budget = (long)section.Size * HonestSharing + Slack;

    /// <summary>The string at <paramref name="offset"/>.</summary>
    /// <exception cref="BpfFormatException">It lies outside the table, or has no end.</exception>
    public string At(uint offset)
    {
        if (offset == 0)
            return "";
        if (_names.TryGetValue(offset, out var name))
            return name;

        var table = file.Bytes(section);
        if (offset >= (uint)table.Length)
            throw Fault(offset, $"a name in a table of {table.Length} bytes", "it to lie within the table");
        var rest = table[(int)offset..];
        var length = rest.IndexOf((byte)0);
        if (length < 0)
            throw Fault(offset, "a name that runs to the end of the table", "it to end in a zero byte");
        _budget -= length + 1;
        if (_budget < 0)
            throw Fault(offset, "names that overlap many times over", "names that share at most their tails");

        name = Encoding.UTF8.GetString(rest[..length]);
        _names.Add(offset, name);
        return name;
    }

    BpfFormatException Fault(uint offset, string found, string expected) =>
        new(file.Name, section.Name.Length > 0 ? section.Name : "string table", offset, found, expected);
}
