namespace Sluice.Bpf.Btf;

public sealed partial class BtfBuilder
{
    /// <summary>What stands for a type of another collection: the same one for all that are to become one type here.</summary>
    internal Func<BtfType, BtfType> Representative { get; init; } = static type => type;

    readonly Dictionary<BtfType, BtfType> _imported = new(ReferenceEqualityComparer.Instance);

    /// <summary>Copies a type of another collection, and all types it refers to. Each is copied once.</summary>
    /// <returns>The copy; the type itself if it is this builder's or its base's.</returns>
    public T Import<T>(T type)
        where T : BtfType
    {
        var pending = new Queue<(BtfType Source, BtfType Copy)>();
        var copy = Map(type, pending);
        // A queue and not recursion: a kernel's types are one graph, thousands of pointers deep.
        while (pending.TryDequeue(out var next))
            Connect(next.Source, next.Copy, pending);
        return (T)copy;
    }

    /// <summary>Copies all types of another collection in their order: into an empty builder, under the same ids.</summary>
    /// <param name="types">The collection; it has no base.</param>
    /// <param name="substitute">What to copy in a type's place: the type itself, or one that refers to types of
    /// <paramref name="types"/>.</param>
    internal void ImportAll(BtfTypes types, Func<BtfType, BtfType> substitute)
    {
        var pending = new Queue<(BtfType Source, BtfType Copy)>();
        foreach (var type in types.Own)
        {
            var source = substitute(type);
            var copy = Add(Copy(source));
            _imported[type] = copy;
            pending.Enqueue((source, copy));
        }

        while (pending.TryDequeue(out var next))
            Connect(next.Source, next.Copy, pending);
    }

    BtfType Map(BtfType type, Queue<(BtfType Source, BtfType Copy)> pending)
    {
        if (type is BtfVoid)
            return Void;
        type = Representative(type);
        if ((uint)type.Id < (uint)_all.Count && ReferenceEquals(_all[type.Id], type))
            return type;
        if (!_imported.TryGetValue(type, out var copy))
        {
            copy = Add(Copy(type));
            _imported[type] = copy;
            pending.Enqueue((type, copy));
        }

        return copy;
    }

    // The type without what refers to other types.
    static BtfType Copy(BtfType type) => type switch
    {
        BtfInteger integer => new BtfInteger
        {
            Name = type.Name,
            Size = integer.Size,
            Bits = integer.Bits,
            BitOffset = integer.BitOffset,
            Encoding = integer.Encoding,
        },
        BtfPointer => new BtfPointer(),
        BtfArray array => new BtfArray { Length = array.Length },
        BtfStruct @struct => new BtfStruct
        {
            Name = type.Name,
            Size = @struct.Size,
            IsUnion = @struct.IsUnion,
            HasBitFieldLayout = @struct.HasBitFieldLayout,
        },
        BtfEnum @enum => new BtfEnum
        {
            Name = type.Name,
            Size = @enum.Size,
            Is64 = @enum.Is64,
            IsSigned = @enum.IsSigned,
            Values = @enum.Values,
        },
        BtfForward forward => new BtfForward { Name = type.Name, IsUnion = forward.IsUnion },
        BtfTypedef => new BtfTypedef { Name = type.Name },
        BtfQualifier qualifier => new BtfQualifier
        {
            Name = type.Name,
            Kind = qualifier.Kind,
            IsAttribute = qualifier.IsAttribute,
        },
        BtfFunction function => new BtfFunction { Name = type.Name, Linkage = function.Linkage },
        BtfFunctionPrototype => new BtfFunctionPrototype(),
        BtfVariable variable => new BtfVariable { Name = type.Name, Linkage = variable.Linkage },
        BtfDataSection section => new BtfDataSection { Name = type.Name, Size = section.Size },
        BtfFloat number => new BtfFloat { Name = type.Name, Size = number.Size },
        BtfDeclarationTag tag => new BtfDeclarationTag
        {
            Name = type.Name,
            Component = tag.Component,
            IsAttribute = tag.IsAttribute,
        },
        _ => throw new ArgumentException($"found {type.GetType()}, expected a kind of BTF", nameof(type)),
    };

    void Connect(BtfType source, BtfType copy, Queue<(BtfType Source, BtfType Copy)> pending)
    {
        BtfType Mapped(BtfType type) => Map(type, pending);
        switch (source, copy)
        {
            case (BtfPointer from, BtfPointer to):
                to.Target = Mapped(from.Target);
                break;
            case (BtfArray from, BtfArray to):
                (to.Element, to.Index) = (Mapped(from.Element), Mapped(from.Index));
                break;
            case (BtfStruct from, BtfStruct to):
                to.Members = [.. from.Members.Select(member => member with { Type = Mapped(member.Type) })];
                break;
            case (BtfTypedef from, BtfTypedef to):
                to.Target = Mapped(from.Target);
                break;
            case (BtfQualifier from, BtfQualifier to):
                to.Target = Mapped(from.Target);
                break;
            case (BtfFunction from, BtfFunction to):
                to.Prototype = Mapped(from.Prototype);
                break;
            case (BtfFunctionPrototype from, BtfFunctionPrototype to):
                to.Return = Mapped(from.Return);
                to.Parameters = [.. from.Parameters.Select(parameter => parameter with { Type = Mapped(parameter.Type) })];
                break;
            case (BtfVariable from, BtfVariable to):
                to.Type = Mapped(from.Type);
                break;
            case (BtfDataSection from, BtfDataSection to):
                to.Variables = [.. from.Variables.Select(variable => variable with { Variable = Mapped(variable.Variable) })];
                break;
            case (BtfDeclarationTag from, BtfDeclarationTag to):
                to.Target = Mapped(from.Target);
                break;
        }
    }
}
