using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sluice.Bpf.Platform;

/// <summary>A set of map types.</summary>
[CollectionBuilder(typeof(MapTypeSet), nameof(Of))]
public readonly record struct MapTypeSet : IEnumerable<MapType>
{
    readonly ulong _bits;

    MapTypeSet(ulong bits) => _bits = bits;

    /// <summary>How many it holds.</summary>
    public int Count => BitOperations.PopCount(_bits);

    /// <summary>Is it empty?</summary>
    public bool IsEmpty => _bits == 0;

    /// <summary>The set of these.</summary>
    public static MapTypeSet Of(params ReadOnlySpan<MapType> types)
    {
        ulong bits = 0;
        foreach (var type in types)
            bits |= TypeBits.Of((int)type);
        return new(bits);
    }

    /// <summary>Is it in the set?</summary>
    public bool Contains(MapType type) => (_bits & TypeBits.Of((int)type)) != 0;

    /// <summary>This set and these.</summary>
    public MapTypeSet With(params ReadOnlySpan<MapType> types) => new(_bits | Of(types)._bits);

    /// <summary>This set but these.</summary>
    public MapTypeSet Without(params ReadOnlySpan<MapType> types) => new(_bits & ~Of(types)._bits);

    /// <summary>What is in either.</summary>
    public static MapTypeSet operator |(MapTypeSet left, MapTypeSet right) => new(left._bits | right._bits);

    /// <summary>What is in both.</summary>
    public static MapTypeSet operator &(MapTypeSet left, MapTypeSet right) => new(left._bits & right._bits);

    /// <summary>What is in the left and not in the right.</summary>
    public static MapTypeSet operator -(MapTypeSet left, MapTypeSet right) => new(left._bits & ~right._bits);

    /// <inheritdoc/>
    public IEnumerator<MapType> GetEnumerator() => TypeBits.Numbers(_bits).Select(number => (MapType)number).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", this);
}
