namespace Sluice.Bpf.Platform;

/// <summary>A field of a context, or an array of equal fields.</summary>
/// <param name="Name">Its name in the kernel's headers.</param>
/// <param name="Offset">Bytes from the start of the context.</param>
/// <param name="Size">Bytes of the field, or of one element of the array.</param>
/// <param name="Read">How it may be read.</param>
/// <param name="Write">How it may be written.</param>
public sealed record ContextField(string Name, int Offset, int Size, FieldAccess Read, FieldAccess Write = FieldAccess.None)
{
    /// <summary>How many elements.</summary>
    public int Count { get; init; } = 1;

    /// <summary>What a program gets when it reads it.</summary>
    public FieldKind Kind { get; init; }

    /// <summary>The type of the kernel object, without <c>struct</c>; else null.</summary>
    public string? TypeName { get; init; }

    /// <summary>Where a program must be attached to access it; empty for everywhere.</summary>
    public AttachTypeSet At { get; init; }

    /// <summary>Where a program must be attached to write to it; empty for everywhere.</summary>
    public AttachTypeSet WritableAt { get; init; }

    /// <summary>The offset behind its last byte.</summary>
    public int End => Offset + Size * Count;

    /// <summary>May a program access <paramref name="size"/> bytes at <paramref name="offset"/> of the context through this field?</summary>
    /// <param name="offset">Bytes from the start of the context.</param>
    /// <param name="size">1, 2, 4 or 8.</param>
    /// <param name="write">Is it a write?</param>
    /// <param name="place">Where the program is attached.</param>
    public bool Allows(int offset, int size, bool write, AttachType? place)
    {
        if (offset < Offset || offset > End - size || offset % size != 0)
            return false;
        if (!Holds(At, place) || (write && !Holds(WritableAt, place)))
            return false;
        var inElement = (offset - Offset) % Size;
        var needed = size == Size ? (inElement == 0 ? FieldAccess.Whole : FieldAccess.None)
            : size == 2 * Size ? (inElement == 0 ? FieldAccess.Pairs : FieldAccess.None)
            : size > Size ? FieldAccess.None
            : inElement == 0 ? FieldAccess.Parts | FieldAccess.Leading
            : FieldAccess.Parts;
        return ((write ? Write : Read) & needed) != 0;
    }

    static bool Holds(AttachTypeSet places, AttachType? place) =>
        places.IsEmpty || (place is not null && places.Contains(place.Value));
}
