namespace Sluice.Bpf.Btf;

/// <summary>Compares types by what they mean for the bytes that they describe, across objects.</summary>
public static class BtfShapes
{
    /// <summary>Do two types describe the same bytes in the same way: the same kinds, sizes, places and names of members?</summary>
    /// <remarks>Typedefs, qualifiers and the names of structs do not count. What pointers point to does not either: they are numbers in a
    /// map. Null is a type that is not known, and equal to every type.</remarks>
    public static bool AreEqual(BtfType? left, BtfType? right)
    {
        if (left is null || right is null)
            return true;
        return (left.Resolve(), right.Resolve()) switch
        {
            (BtfInteger a, BtfInteger b) => (a.Size, a.Bits, a.Encoding) == (b.Size, b.Bits, b.Encoding),
            (BtfFloat a, BtfFloat b) => a.Size == b.Size,
            (BtfEnum a, BtfEnum b) => a.Size == b.Size && a.Values.SequenceEqual(b.Values),
            (BtfPointer, BtfPointer) => true,
            (BtfArray a, BtfArray b) => a.Length == b.Length && AreEqual(a.Element, b.Element),
            (BtfStruct a, BtfStruct b) => AreEqual(a, b),
            (BtfDataSection a, BtfDataSection b) => AreEqual(a, b),
            (BtfVariable a, BtfVariable b) => a.Name == b.Name && AreEqual(a.Type, b.Type),
            (var a, var b) => a.GetType() == b.GetType(),
        };
    }

    static bool AreEqual(BtfStruct left, BtfStruct right)
    {
        if ((left.IsUnion, left.Size, left.Members.Length) != (right.IsUnion, right.Size, right.Members.Length))
            return false;
        for (var index = 0; index < left.Members.Length; index++)
        {
            var (a, b) = (left.Members[index], right.Members[index]);
            if ((a.Name, a.BitOffset, a.BitSize) != (b.Name, b.BitOffset, b.BitSize) || !AreEqual(a.Type, b.Type))
                return false;
        }

        return true;
    }

    static bool AreEqual(BtfDataSection left, BtfDataSection right)
    {
        if ((left.Size, left.Variables.Length) != (right.Size, right.Variables.Length))
            return false;
        for (var index = 0; index < left.Variables.Length; index++)
        {
            var (a, b) = (left.Variables[index], right.Variables[index]);
            if ((a.Offset, a.Size) != (b.Offset, b.Size) || !AreEqual(a.Variable, b.Variable))
                return false;
        }

        return true;
    }
}
