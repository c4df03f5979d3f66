namespace Sluice.Bpf.Btf;

/// <summary>A member of a struct or a union.</summary>
/// <param name="Name">Its name; empty for anonymous structs and unions.</param>
/// <param name="Type">Its type.</param>
/// <param name="BitOffset">Bits from the start of the struct.</param>
/// <param name="BitSize">Bits of a bit field; 0 for an ordinary member.</param>
public sealed record BtfMember(string Name, BtfType Type, int BitOffset, int BitSize)
{
    /// <summary>Bytes from the start of the struct; rounded down for a bit field.</summary>
    public int Offset => BitOffset / 8;
}
