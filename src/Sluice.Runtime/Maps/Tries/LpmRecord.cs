using System.Runtime.InteropServices;

namespace Sluice.Runtime.Maps.Tries;

/// <summary>A stored prefix. Its words follow: the data, most significant bit first, padded with zeros to 8 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
struct LpmRecord
{
    /// <summary>The longest stored prefix that is shorter and covers this one, or 0.</summary>
    public uint Parent;

    /// <summary>Bits of the prefix.</summary>
    public uint Length;

    /// <summary>Where its value is.</summary>
    public uint Slot;

    /// <summary>Keeps the words aligned.</summary>
    public uint Reserved;
}
