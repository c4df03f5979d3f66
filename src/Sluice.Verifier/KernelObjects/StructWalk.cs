using Sluice.Bpf.Btf;

namespace Sluice.Verifier.KernelObjects;

/// <summary>Finds what an access to a kernel struct touches.</summary>
/// <remarks>kernel/bpf/btf.c, btf_struct_walk and what calls it.</remarks>
static class StructWalk
{
    /// <summary>What <paramref name="size"/> bytes at <paramref name="offset"/> are; never <see cref="StepKind.Inner"/>.</summary>
    public static StructStep Access(BtfStruct type, long offset, int size)
    {
        var isOfUnion = false;
        while (true)
        {
            var step = Step(type, offset, size, ref isOfUnion);
            if (step.Kind != StepKind.Inner)
                return step;
            (type, offset) = (step.Target!, 0);
        }
    }

    /// <summary>Is the address <paramref name="offset"/> bytes into a struct that of a <paramref name="needed"/>: the struct itself, or one that begins there?</summary>
    /// <remarks>btf_struct_ids_match.</remarks>
    public static bool Begins(BtfStruct type, long offset, BtfStruct needed)
    {
        if (offset == 0 && type == needed)
            return true;
        var isOfUnion = false;
        while (Step(type, offset, 1, ref isOfUnion) is { Kind: StepKind.Inner, Target: { } inner })
        {
            if (inner == needed)
                return true;
            (type, offset) = (inner, 0);
        }

        return false;
    }

    /// <summary>Does a struct hold nothing but numbers, so that a program's memory does as well?</summary>
    /// <remarks>kernel/bpf/verifier.c, __btf_type_is_scalar_struct.</remarks>
    public static bool HoldsNumbersOnly(BtfStruct type, int depth = 0)
    {
        const int deepest = 3;
        foreach (var member in type.Members)
        {
            var held = member.Type.Resolve();
            if (held is BtfStruct inner)
            {
                if (depth >= deepest || !HoldsNumbersOnly(inner, depth + 1))
                    return false;
                continue;
            }

            if (held is BtfArray { Length: > 0 } array)
                held = array.Element.Resolve();
            if (held is not (BtfInteger or BtfEnum))
                return false;
        }

        return true;
    }

    static StructStep Step(BtfStruct type, long offset, int size, ref bool isOfUnion)
    {
        while (true)
        {
            isOfUnion |= type.IsUnion && type.Members.Length != 1;
            if (offset + size > type.Size)
            {
                if (Flexible(type, offset) is not { } element)
                    return Fault($"{Bytes(size)} at offset {offset} of struct {type.Name}, which has {Bytes(type.Size)}");
                if (element.Type is not BtfStruct last)
                    return new(StepKind.Scalar);
                (type, offset) = (last, (offset - element.Start) % last.Size);
                continue;
            }

            if (Member(type, offset, size, isOfUnion, out var inner) is { } found)
                return found with { IsOfUnion = isOfUnion };
            (type, offset) = inner;
        }
    }

    // The elements of an array without a length at the end, if that is what lies there.
    static (BtfType Type, long Start)? Flexible(BtfStruct type, long offset)
    {
        if (type.Members is not [.., var last] || last.Type.Resolve() is not BtfArray { Length: 0 } array || offset < last.Offset)
            return null;
        return array.Element.Resolve() is BtfInteger or BtfStruct { Size: > 0 } ? (array.Element.Resolve(), last.Offset) : null;
    }

    // What a member says of the access; null if it lies deeper, in the struct and at the offset given back.
    static StructStep? Member(BtfStruct type, long offset, int size, bool isOfUnion, out (BtfStruct Type, long Offset) inner)
    {
        inner = default;
        foreach (var member in type.Members)
        {
            long start = member.Offset;
            if (offset + size <= start)
                break;
            if (member.BitSize > 0)
            {
                if (offset <= start && (member.BitOffset + member.BitSize + 7) / 8 <= offset + size)
                    return new(StepKind.Scalar);
                continue; // It may be the access of a field behind it.
            }

            if (offset < start)
                break;
            var end = start + member.Type.SizeOf();
            if (offset >= end)
                continue;
            var held = Element(member.Type, offset, ref start);
            if (held is BtfStruct within)
            {
                if (offset == start)
                    return new(StepKind.Inner, within);
                inner = (within, offset - start);
                return null;
            }

            if (held is BtfPointer pointer)
            {
                return offset == start && size == BtfSize.Pointer ? Pointed(pointer, member.Name)
                    : Fault($"a part of the pointer '{member.Name}' of struct {type.Name}");
            }

            return offset + size <= end || isOfUnion ? new(StepKind.Scalar)
                : Fault($"{Bytes(size)} at offset {offset} of struct {type.Name}, beyond the end of '{member.Name}' at {end}");
        }

        return Fault($"{Bytes(size)} at offset {offset} of struct {type.Name}, where it has no field");
    }

    // Arrays, of whatever dimensions, lead to the element that the access begins in.
    static BtfType Element(BtfType type, long offset, ref long start)
    {
        var held = type.Resolve();
        while (held is BtfArray array)
            held = array.Element.Resolve();
        var size = held.SizeOf();
        if (type.Resolve() is BtfArray && size > 0)
            start += (offset - start) / size * size;
        return held;
    }

    static StructStep Pointed(BtfPointer pointer, string field)
    {
        var tag = pointer.Target is BtfQualifier { Kind: BtfQualifierKind.TypeTag, IsAttribute: false } qualifier ? qualifier.Name : "";
        return pointer.Target.Resolve() is BtfStruct target ? new(StepKind.Object, target, field, tag) : new(StepKind.Memory, Field: field);
    }

    static StructStep Fault(string what) => new(StepKind.Fault, Fault: what);

    static string Bytes(long count) => count == 1 ? "1 byte" : $"{count} bytes";
}
