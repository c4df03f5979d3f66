using System.Collections.Immutable;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Objects;

/// <summary>What a map is, before any engine has made it. Copyable, the same on every machine.</summary>
public sealed record MapSpec(string Name, MapType Type, int KeySize, int ValueSize, int MaxEntries)
{
    /// <summary>Options.</summary>
    public MapFlags Flags { get; init; }

    /// <summary>Type-specific: hash functions of a bloom filter, default timeout of a <see cref="MapType.TimeoutHash"/>.</summary>
    public ulong Extra { get; init; }

    /// <summary>NUMA node, with <see cref="MapFlags.NumaNode"/>.</summary>
    public int NumaNode { get; init; }

    /// <summary>Is it pinned under its name (LIBBPF_PIN_BY_NAME)?</summary>
    public bool PinByName { get; init; }

    /// <summary>Layout of the key, when the object carried BTF; used to print and to parse values.</summary>
    public BtfType? KeyType { get; init; }

    /// <summary>Layout of the value, when the object carried BTF.</summary>
    public BtfType? ValueType { get; init; }

    /// <summary>The shape of inner maps, for maps of maps.</summary>
    public MapSpec? Inner { get; init; }

    /// <summary>Initial entries of a program array or a map of maps: index, and the name of a program or map.</summary>
    public ImmutableArray<(int Index, string Symbol)> InitialSlots { get; init; } = [];

    /// <summary>The data section it holds (<c>.rodata</c>, <c>.bss</c>…), or empty.</summary>
    public string DataSection { get; init; } = "";

    /// <summary>The initial value of entry 0, for a data section; else empty.</summary>
    public ImmutableArray<byte> InitialData { get; init; } = [];

    /// <summary>Is it frozen once filled, so that nobody can write to it (.rodata)?</summary>
    public bool IsFrozen { get; init; }

    /// <summary>Does it hold global variables?</summary>
    public bool IsGlobalData => DataSection.Length > 0;

    /// <summary>Does it hold a value for each CPU?</summary>
    public bool IsPerCpu => MapTypes.PerCpu.Contains(Type);

    /// <summary>Can a map made from <paramref name="other"/> keep serving programs built against this one?</summary>
    /// <remarks>The rule libbpf applies when it reuses a pin.</remarks>
    public bool IsCompatibleWith(MapSpec other) =>
        (Type, KeySize, ValueSize, MaxEntries, Flags, Extra)
        == (other.Type, other.KeySize, other.ValueSize, other.MaxEntries, other.Flags, other.Extra);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Type}, key {KeySize} B, value {ValueSize} B, {MaxEntries} entries)";
}
