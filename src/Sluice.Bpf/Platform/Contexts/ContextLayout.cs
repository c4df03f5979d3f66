using System.Collections.Immutable;

namespace Sluice.Bpf.Platform;

/// <summary>What a program may read and write in its context, or through a pointer that the platform lays out likewise.</summary>
/// <param name="Name">The struct's name in the kernel's headers, or a word for what it is.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Fields">Its fields. Two may overlap, where the kernel allows two widths that no one field describes.</param>
public sealed record ContextLayout(string Name, int Size, params ImmutableArray<ContextField> Fields)
{
    /// <summary>What r1 holds.</summary>
    public ContextForm Form { get; init; }

    /// <summary>The field through which an access is allowed, or null.</summary>
    /// <param name="offset">Bytes from the start of the context.</param>
    /// <param name="size">1, 2, 4 or 8.</param>
    /// <param name="write">Is it a write?</param>
    /// <param name="place">Where the program is attached; null if not known, which opens no field that depends on it.</param>
    public ContextField? Find(int offset, int size, bool write, AttachType? place = null)
    {
        foreach (var field in Fields)
        {
            if (field.Allows(offset, size, write, place))
                return field;
        }

        return null;
    }

    /// <summary>The first field that covers this byte, allowed or not, for messages; or null.</summary>
    public ContextField? At(int offset)
    {
        foreach (var field in Fields)
        {
            if (offset >= field.Offset && offset < field.End)
                return field;
        }

        return null;
    }

    /// <summary>The first field of this name, or null.</summary>
    public ContextField? Field(string name)
    {
        foreach (var field in Fields)
        {
            if (field.Name == name)
                return field;
        }

        return null;
    }

    /// <summary>This layout without some of its fields.</summary>
    internal ContextLayout Without(params string[] names)
    {
        var kept = Fields.ToBuilder();
        foreach (var name in names)
            kept.RemoveAll(field => field.Name == name);
        return this with { Fields = kept.ToImmutable() };
    }

    /// <summary>This layout with some fields that may also be written, whole; an array of them in every way that it is read.</summary>
    internal ContextLayout Writable(params string[] names)
    {
        var fields = Fields.ToBuilder();
        foreach (var name in names)
        {
            var index = fields.IndexOf(Field(name)!);
            fields[index] = fields[index] with { Write = fields[index].Count > 1 ? fields[index].Read : FieldAccess.Whole };
        }

        return this with { Fields = fields.ToImmutable() };
    }

    /// <inheritdoc/>
    public bool Equals(ContextLayout? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
