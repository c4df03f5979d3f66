namespace Sluice.Chains.Semantics;

/// <summary>A field of a header.</summary>
/// <param name="Name">Its name in scripts.</param>
/// <param name="Type">Its type.</param>
/// <param name="Offset">Byte from the start of the header where the bytes that hold it start.</param>
/// <param name="Size">Those bytes: 1, 2, 4, 6, 8 or 16.</param>
/// <param name="Shift">Bits below it in them.</param>
/// <param name="Bits">Its bits; 0 for all.</param>
sealed record PacketField(string Name, ChainType Type, int Offset, int Size, int Shift = 0, int Bits = 0)
{
    /// <summary>Does it fill whole bytes?</summary>
    public bool IsWhole => Bits == 0;

    /// <summary>The largest number it holds.</summary>
    public UInt128 Largest => (UInt128.One << (IsWhole ? Math.Min(Size * 8, 127) : Bits)) - 1;
}
