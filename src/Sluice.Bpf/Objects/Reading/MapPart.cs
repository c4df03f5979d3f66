using Sluice.Bpf.Btf;

namespace Sluice.Bpf.Objects.Reading;

/// <summary>The key or the value of a map definition, told by its size, its type, or both.</summary>
sealed class MapPart(string name, Func<string, string, BpfFormatException> fault)
{
    int? _size;

    /// <summary>Bytes; 0 if the definition says nothing.</summary>
    public int Size => _size ?? 0;

    /// <summary>Its type, if the definition gives one.</summary>
    public BtfType? Type { get; private set; }

    /// <summary>Takes the size, which must agree with the type if that is known.</summary>
    public void SetSize(int size)
    {
        if (_size is { } known && known != size)
            throw Type is null ? fault($"{name}_size {known} and {size}", "one size") : Disagreement(size, known);
        _size = size;
    }

    /// <summary>Takes the type, which must agree with the size if that is known.</summary>
    public void SetType(BtfType type)
    {
        var size = type.SizeOf();
        if (size == 0)
            throw fault($"a map definition with {name} type {Describe(type)} of no size", "a type that has one");
        Type = type;
        if (_size is { } known && known != size)
            throw Disagreement(known, size);
        _size = size;
    }

    /// <summary>Takes a size if none is known.</summary>
    public void SetDefault(int size) => _size ??= size;

    BpfFormatException Disagreement(int size, int typeSize) => fault(
        $"a map definition with {name}_size {size} and {name} type {Describe(Type!)} of {typeSize} bytes", "them to agree");

    static string Describe(BtfType type) => type switch
    {
        BtfStruct { IsUnion: true } union => $"'union {union.Name}'",
        BtfStruct @struct => $"'struct {@struct.Name}'",
        BtfEnum @enum => $"'enum {@enum.Name}'",
        { Name.Length: > 0 } => $"'{type.Name}'",
        _ => $"[{type.Id}]",
    };
}
