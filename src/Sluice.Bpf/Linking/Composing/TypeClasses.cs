using System.Runtime.InteropServices;
using Sluice.Bpf.Btf;

namespace Sluice.Bpf.Linking.Composing;

/// <summary>Finds types of several objects that are the same, so that each is kept once.</summary>
/// <remarks>
/// Every object brings its own <c>struct xdp_md</c> and <c>__u32</c>. Types are the same if they look the same and refer to
/// types that are the same, which for types in cycles means: no walk along their references tells them apart. Found as in
/// the minimisation of automata: begin with what each type says of itself, and split by what it refers to until nothing
/// splits. Functions, variables and sections stay apart: they are places, not shapes.
/// </remarks>
sealed class TypeClasses
{
    readonly List<BtfType> _types = [];
    readonly Dictionary<BtfType, int> _places = new(ReferenceEqualityComparer.Instance);
    readonly List<int[]> _references = [];
    readonly BtfType[] _representatives;
    readonly int[] _classes;

    /// <summary>Sorts all types that <paramref name="roots"/> reach.</summary>
    public TypeClasses(IEnumerable<BtfType> roots)
    {
        foreach (var root in roots)
            Place(root);
        for (var i = 0; i < _types.Count; i++)
            _references.Add([.. ReferencesOf(_types[i]).Select(Place)]);
        _classes = Split();
        _representatives = new BtfType[_classes.Length == 0 ? 0 : _classes.Max() + 1];
        for (var i = _types.Count - 1; i >= 0; i--)
            _representatives[_classes[i]] = _types[i];
    }

    /// <summary>The first type that is the same as <paramref name="type"/>; itself if it is not among those sorted.</summary>
    public BtfType RepresentativeOf(BtfType type) =>
        _places.TryGetValue(type, out var place) ? _representatives[_classes[place]] : type;

    int Place(BtfType type)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, type, out var known);
        if (!known)
        {
            place = _types.Count;
            _types.Add(type);
        }

        return place;
    }

    int[] Split()
    {
        var classes = Number(_types.Select((type, place) => IsPlace(type) ? $"#{place}" : Describe(type)), StringComparer.Ordinal, out var count);
        for (var before = 0; before < count;)
        {
            before = count;
            var current = classes;
            classes = Number(_references.Select((references, place) => new Key(current[place], [.. references.Select(other => current[other])])),
                EqualityComparer<Key>.Default, out count);
        }

        return classes;
    }

    static int[] Number<TKey>(IEnumerable<TKey> keys, IEqualityComparer<TKey> comparer, out int count)
        where TKey : notnull
    {
        var numbers = new Dictionary<TKey, int>(comparer);
        int[] numbered = [.. keys.Select(key => numbers.TryGetValue(key, out var number) ? number : numbers[key] = numbers.Count)];
        count = numbers.Count;
        return numbered;
    }

    static bool IsPlace(BtfType type) => type is BtfFunction or BtfVariable or BtfDataSection;

    // All that a type says without its references.
    static string Describe(BtfType type)
    {
        var own = type switch
        {
            BtfInteger integer => $"{integer.Size} {integer.Bits} {integer.BitOffset} {integer.Encoding}",
            BtfArray array => $"{array.Length}",
            BtfStruct @struct => $"{@struct.Size} {@struct.IsUnion} {@struct.HasBitFieldLayout} "
                + string.Join(' ', @struct.Members.Select(member => $"{member.Name}@{member.BitOffset}:{member.BitSize}")),
            BtfEnum @enum => $"{@enum.Size} {@enum.Is64} {@enum.IsSigned} "
                + string.Join(' ', @enum.Values.Select(value => $"{value.Name}={value.Value}")),
            BtfForward forward => $"{forward.IsUnion}",
            BtfQualifier qualifier => $"{qualifier.Kind} {qualifier.IsAttribute}",
            BtfFunctionPrototype prototype => string.Join(' ', prototype.Parameters.Select(parameter => parameter.Name)),
            BtfFloat number => $"{number.Size}",
            BtfDeclarationTag tag => $"{tag.Component} {tag.IsAttribute}",
            _ => "",
        };
        return $"{type.GetType().Name} {type.Name} {own}";
    }

    static IEnumerable<BtfType> ReferencesOf(BtfType type) => type switch
    {
        BtfPointer pointer => [pointer.Target],
        BtfArray array => [array.Element, array.Index],
        BtfStruct @struct => @struct.Members.Select(member => member.Type),
        BtfTypedef typedef => [typedef.Target],
        BtfQualifier qualifier => [qualifier.Target],
        BtfFunction function => [function.Prototype],
        BtfFunctionPrototype prototype => [prototype.Return, .. prototype.Parameters.Select(parameter => parameter.Type)],
        BtfVariable variable => [variable.Type],
        BtfDataSection section => section.Variables.Select(variable => variable.Variable),
        BtfDeclarationTag tag => [tag.Target],
        _ => [],
    };

    readonly record struct Key(int Class, int[] References) : IEquatable<Key>
    {
        public bool Equals(Key other) => Class == other.Class && References.AsSpan().SequenceEqual(other.References);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(Class);
            foreach (var reference in References)
                hash.Add(reference);
            return hash.ToHashCode();
        }
    }
}
