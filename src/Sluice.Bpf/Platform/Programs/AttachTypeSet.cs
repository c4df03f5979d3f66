using System.Collections;
using System.Runtime.CompilerServices;

namespace Sluice.Bpf.Platform;

/// <summary>A set of attach types.</summary>
[CollectionBuilder(typeof(AttachTypeSet), nameof(Of))]
public readonly record struct AttachTypeSet : IEnumerable<AttachType>
{
    readonly ulong _bits;

    AttachTypeSet(ulong bits) => _bits = bits;

    /// <summary>Is it empty?</summary>
    public bool IsEmpty => _bits == 0;

    /// <summary>The set of these.</summary>
    public static AttachTypeSet Of(params ReadOnlySpan<AttachType> types)
    {
        ulong bits = 0;
        foreach (var type in types)
            bits |= TypeBits.Of((int)type);
        return new(bits);
    }

    /// <summary>Is it in the set?</summary>
    public bool Contains(AttachType type) => (_bits & TypeBits.Of((int)type)) != 0;

    /// <inheritdoc/>
    public IEnumerator<AttachType> GetEnumerator() => TypeBits.Numbers(_bits).Select(number => (AttachType)number).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", this);
}
