using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Sluice.Chains.Semantics;

/// <summary>A type of eCLAT.</summary>
public sealed class ChainType
{
    const int RegisterBits = 64;

    ChainType(string name, ChainTypeKind kind, int bits, bool isSigned = false) =>
        (Name, Kind, Bits, IsSigned) = (name, kind, bits, isSigned);

    /// <summary>Numbers from 0 to 2^8 − 1; the others likewise.</summary>
    public static ChainType U8 { get; } = new("u8", ChainTypeKind.Integer, 8);

    /// <inheritdoc cref="U8"/>
    public static ChainType U16 { get; } = new("u16", ChainTypeKind.Integer, 16);

    /// <inheritdoc cref="U8"/>
    public static ChainType U32 { get; } = new("u32", ChainTypeKind.Integer, 32);

    /// <inheritdoc cref="U8"/>
    public static ChainType U64 { get; } = new("u64", ChainTypeKind.Integer, 64);

    /// <summary>Numbers from −2^7 to 2^7 − 1; the others likewise.</summary>
    public static ChainType S8 { get; } = new("s8", ChainTypeKind.Integer, 8, true);

    /// <inheritdoc cref="S8"/>
    public static ChainType S16 { get; } = new("s16", ChainTypeKind.Integer, 16, true);

    /// <inheritdoc cref="S8"/>
    public static ChainType S32 { get; } = new("s32", ChainTypeKind.Integer, 32, true);

    /// <inheritdoc cref="S8"/>
    public static ChainType S64 { get; } = new("s64", ChainTypeKind.Integer, 64, true);

    /// <summary>A number whose width and sign are not decided: it takes those of what it meets.</summary>
    public static ChainType Number { get; } = new("number", ChainTypeKind.Integer, 64);

    /// <summary>1 or 0.</summary>
    public static ChainType Boolean { get; } = new("bool", ChainTypeKind.Boolean, 8);

    /// <summary>An IPv4 address, as a number in host order.</summary>
    public static ChainType IPv4 { get; } = new("ip4", ChainTypeKind.IPv4, 32);

    /// <summary>An IPv6 address; it takes two registers.</summary>
    public static ChainType IPv6 { get; } = new("ip6", ChainTypeKind.IPv6, 128);

    /// <summary>A MAC address, as a number in host order.</summary>
    public static ChainType Mac { get; } = new("mac", ChainTypeKind.Mac, 48);

    /// <summary>An IPv4 prefix.</summary>
    public static ChainType IPv4Prefix { get; } = new("ip4 prefix", ChainTypeKind.IPv4Prefix, 32);

    /// <summary>An IPv6 prefix.</summary>
    public static ChainType IPv6Prefix { get; } = new("ip6 prefix", ChainTypeKind.IPv6Prefix, 128);

    /// <summary>The types that a script can name.</summary>
    public static ImmutableArray<ChainType> All { get; } = [U8, U16, U32, U64, S8, S16, S32, S64, Boolean, IPv4, IPv6, Mac];

    static FrozenDictionary<string, ChainType> ByName { get; } = All.ToFrozenDictionary(type => type.Name);

    /// <summary>Its name in scripts.</summary>
    public string Name { get; }

    /// <summary>What its values are.</summary>
    public ChainTypeKind Kind { get; }

    /// <summary>Bits that count.</summary>
    public int Bits { get; }

    /// <summary>Has it negative numbers?</summary>
    public bool IsSigned { get; }

    /// <summary>Can one calculate with it?</summary>
    public bool IsNumeric => Kind is ChainTypeKind.Integer or ChainTypeKind.Boolean;

    /// <summary>Is it a whole number narrower than a register?</summary>
    public bool IsNarrow => Kind == ChainTypeKind.Integer && Bits < RegisterBits;

    /// <summary>Is it a prefix?</summary>
    public bool IsPrefix => Kind is ChainTypeKind.IPv4Prefix or ChainTypeKind.IPv6Prefix;

    /// <summary>Registers that a value takes.</summary>
    public int RegisterCount => Bits > RegisterBits ? 2 : 1;

    /// <summary>The smallest number.</summary>
    public Int128 Smallest => IsSigned ? -(Int128.One << Bits - 1) : 0;

    /// <summary>The largest number.</summary>
    public Int128 Largest => Kind == ChainTypeKind.Boolean ? 1 : (Int128.One << (IsSigned ? Bits - 1 : Bits)) - 1;

    /// <summary>The type of that name, or null.</summary>
    public static ChainType? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The whole number of this width and sign.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ChainType Integer(int bits, bool isSigned) =>
        Array.Find([U8, U16, U32, U64, S8, S16, S32, S64], type => type.Bits == bits && type.IsSigned == isSigned)
        ?? throw new ArgumentException($"no whole number has {bits} bits", nameof(bits));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
