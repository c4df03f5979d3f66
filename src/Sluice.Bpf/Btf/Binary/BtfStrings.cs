using System.Text;

namespace Sluice.Bpf.Btf.Binary;

/// <summary>The names of a <c>.BTF</c> section: zero-terminated, one behind the other, the first empty.</summary>
/// <remarks>Split BTF counts its offsets on from the end of its base's table (kernel: btf_str_by_offset).</remarks>
sealed class BtfStrings(byte[] bytes, BtfStrings? @base)
{
    /// <summary>The table of a collection that was not read from anywhere.</summary>
    public static BtfStrings Empty { get; } = new([0], null);

    /// <summary>The table's own bytes.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>The offset of the first of the table's own bytes.</summary>
    public int Start { get; } = @base?.End ?? 0;

    /// <summary>The offset behind the last.</summary>
    public int End => Start + bytes.Length;

    /// <summary>Is <paramref name="offset"/> within the table or its base?</summary>
    public bool Contains(uint offset) => offset < (uint)End;

    /// <summary>The string at <paramref name="offset"/>, which the caller has checked.</summary>
    public string this[int offset]
    {
        get
        {
            if (offset < Start)
                return @base![offset];
            var rest = bytes.AsSpan(offset - Start);
            return Encoding.UTF8.GetString(rest[..rest.IndexOf((byte)0)]);
        }
    }
}
