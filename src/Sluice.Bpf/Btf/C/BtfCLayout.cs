namespace Sluice.Bpf.Btf.C;

/// <summary>Lays a struct out as a C compiler would, to see where BTF has gaps that C would not make.</summary>
sealed class BtfCLayout(BtfStruct type)
{
    long _position;

    /// <summary>Does the layout need <c>__attribute__((packed))</c>?</summary>
    public bool IsPacked { get; } = type.IsPacked();

    /// <summary>Is the type larger than its members make it?</summary>
    public bool SizeIsLarger => type.Size * 8L > AlignUp(_position, type.AlignmentOf() * 8);

    /// <summary>The bits between the last member and the end of the type.</summary>
    public (long Start, long End) GapAtEnd => SizeIsLarger ? (_position, type.Size * 8L) : default;

    /// <summary>Bits of a bit field, old style included; 0 for an ordinary member.</summary>
    public static int Width(BtfMember member) => member.BitSize > 0 ? member.BitSize
        : member.Type.Resolve() is BtfInteger { Bits: > 0 } integer && integer.Bits < integer.Size * 8 ? integer.Bits : 0;

    /// <summary>The bits to fill so that a compiler puts <paramref name="member"/> where BTF has it.</summary>
    public (long Start, long End) GapBefore(BtfMember member)
    {
        var actual = Actual(member);
        return !type.IsUnion && Natural(member) < actual ? (_position, actual) : default;
    }

    /// <summary>Goes on behind <paramref name="member"/>.</summary>
    public void Place(BtfMember member)
    {
        var bits = Width(member) is > 0 and var width ? width : member.Type.SizeOf() * 8L;
        _position = Math.Max(_position, Actual(member) + bits);
    }

    static long Actual(BtfMember member) => member.BitOffset
        + (member.BitSize == 0 && member.Type.Resolve() is BtfInteger integer ? integer.BitOffset : 0);

    long Natural(BtfMember member)
    {
        var width = Width(member);
        if (width == 0)
            return AlignUp(_position, IsPacked ? 8 : member.Type.AlignmentOf() * 8);
        var unit = member.Type.SizeOf() * 8L;
        return IsPacked || unit == 0 || _position % unit + width <= unit ? _position : AlignUp(_position, unit);
    }

    static long AlignUp(long position, long alignment) => (position + alignment - 1) / alignment * alignment;
}
