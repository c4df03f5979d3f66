using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sluice.Bpf.Platform;

/// <summary>A set of program types.</summary>
[CollectionBuilder(typeof(ProgramTypeSet), nameof(Of))]
public readonly record struct ProgramTypeSet : IEnumerable<ProgramType>
{
    readonly ulong _bits;

    ProgramTypeSet(ulong bits) => _bits = bits;

    /// <summary>How many it holds.</summary>
    public int Count => BitOperations.PopCount(_bits);

    /// <summary>Is it empty?</summary>
    public bool IsEmpty => _bits == 0;

    /// <summary>The set of these.</summary>
    public static ProgramTypeSet Of(params ReadOnlySpan<ProgramType> types)
    {
        ulong bits = 0;
        foreach (var type in types)
            bits |= TypeBits.Of((int)type);
        return new(bits);
    }

    /// <summary>Is it in the set?</summary>
    public bool Contains(ProgramType type) => (_bits & TypeBits.Of((int)type)) != 0;

    /// <summary>This set and these.</summary>
    public ProgramTypeSet With(params ReadOnlySpan<ProgramType> types) => new(_bits | Of(types)._bits);

    /// <summary>This set but these.</summary>
    public ProgramTypeSet Without(params ReadOnlySpan<ProgramType> types) => new(_bits & ~Of(types)._bits);

    /// <summary>What is in either.</summary>
    public static ProgramTypeSet operator |(ProgramTypeSet left, ProgramTypeSet right) => new(left._bits | right._bits);

    /// <summary>What is in both.</summary>
    public static ProgramTypeSet operator &(ProgramTypeSet left, ProgramTypeSet right) => new(left._bits & right._bits);

    /// <summary>What is in the left and not in the right.</summary>
    public static ProgramTypeSet operator -(ProgramTypeSet left, ProgramTypeSet right) => new(left._bits & ~right._bits);

    /// <inheritdoc/>
    public IEnumerator<ProgramType> GetEnumerator() => TypeBits.Numbers(_bits).Select(number => (ProgramType)number).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", this);
}
