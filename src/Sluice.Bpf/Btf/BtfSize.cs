namespace Sluice.Bpf.Btf;

/// <summary>Sizes and alignments as the eBPF ABI has them: pointers of 8 bytes, everything aligned to its own size.</summary>
public static class BtfSize
{
    /// <summary>Bytes of a pointer.</summary>
    public const int Pointer = 8;

    /// <summary>Bytes of a value of <paramref name="type"/>; 0 for void, functions, forward declarations.</summary>
    /// <remarks>
    /// At most 2^31 - 1, even for arrays of more bytes. Nobody can have such a value, but map definitions are full of
    /// pointers to them.
    /// </remarks>
    public static int SizeOf(this BtfType type) => type.Resolve() is BtfArray array
        ? (int)Math.Min((long)array.Element.SizeOf() * array.Length, int.MaxValue)
        : OfSimple(type.Resolve());

    /// <summary>The alignment, in bytes, that a compiler gives a value of <paramref name="type"/>; at least 1.</summary>
    /// <remarks>
    /// For a struct: the largest of its members', or 1 where the members' offsets or its size tell that it is packed.
    /// BTF does not record <c>__attribute__((aligned))</c>; where it made the size or an offset larger, that is all one sees.
    /// </remarks>
    public static int AlignmentOf(this BtfType type)
    {
        switch (type.Resolve())
        {
            case BtfArray array:
                return array.Element.AlignmentOf();
            case BtfStruct @struct:
                return @struct.Alignment;
            case var simple:
                // 16-byte integers are aligned to 16; an odd size (x87's 12 bytes) to the power of two it is a multiple of.
                var size = OfSimple(simple);
                return size == 0 ? 1 : size & -size;
        }
    }

    /// <summary>Does the layout show that the struct was declared packed?</summary>
    public static bool IsPacked(this BtfStruct type) => type.Alignment != NaturalAlignment(type);

    /// <summary>The alignment of a struct; <see cref="BtfStruct.Alignment"/> keeps it.</summary>
    internal static int AlignmentOf(BtfStruct type)
    {
        var natural = NaturalAlignment(type);
        return IsLaidOutFor(type, natural) ? natural : 1;
    }

    static bool IsLaidOutFor(BtfStruct type, int alignment)
    {
        if (type.Size % alignment != 0)
            return false;
        foreach (var member in type.Members)
        {
            // A bit field stays within one unit of its type, unless packed.
            var unit = 8L * member.Type.SizeOf();
            if (member.BitSize == 0
                ? member.BitOffset % (8L * member.Type.AlignmentOf()) != 0
                : unit == 0 || member.BitOffset % unit + member.BitSize > unit)
                return false;
        }

        return true;
    }

    /// <summary>Bytes of anything but arrays, typedefs and qualified types.</summary>
    internal static int OfSimple(BtfType type) => type switch
    {
        BtfInteger integer => integer.Size,
        BtfPointer => Pointer,
        BtfStruct @struct => @struct.Size,
        BtfEnum @enum => @enum.Size,
        BtfFloat number => number.Size,
        BtfDataSection section => section.Size,
        BtfVariable variable => variable.Type.SizeOf(),
        _ => 0,
    };

    static int NaturalAlignment(BtfStruct type)
    {
        var alignment = 1;
        foreach (var member in type.Members)
            alignment = Math.Max(alignment, member.Type.AlignmentOf());
        return alignment;
    }
}
