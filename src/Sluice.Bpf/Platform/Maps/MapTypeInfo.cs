namespace Sluice.Bpf.Platform;

/// <summary>What the platform knows of a map type.</summary>
/// <param name="Type">The type.</param>
/// <param name="Name">Its name as bpftool prints it.</param>
/// <param name="Keys">Sizes of keys.</param>
/// <param name="Values">Sizes of values.</param>
/// <param name="Flags">The options that it takes.</param>
/// <param name="Major">The Linux release that brought it, before the dot; 0 for Sluice's own.</param>
/// <param name="Minor">And after the dot.</param>
public sealed record MapTypeInfo(
    MapType Type, string Name, SizeRule Keys, SizeRule Values, MapFlags Flags, int Major, int Minor)
{
    /// <summary>How many entries.</summary>
    public MapEntryRule Entries { get; init; }

    /// <summary>Options that must be there.</summary>
    public MapFlags RequiredFlags { get; init; }

    /// <summary>What its entries are.</summary>
    public MapContent Content { get; init; }

    /// <summary>What a program's look-up gives.</summary>
    public LookupResult Lookup { get; init; }

    /// <summary>Is there a value for each CPU under each key?</summary>
    public bool IsPerCpu => MapTypes.PerCpu.Contains(Type);

    /// <summary>Does a full map make room by throwing out what was used least recently?</summary>
    public bool IsLru => Type is MapType.LruHash or MapType.LruPerCpuHash;

    /// <summary>Can it be the inner map of a map of maps?</summary>
    public bool CanBeInner { get; init; } = true;

    /// <summary>Must the object describe its values with BTF for Linux to make it?</summary>
    public bool NeedsBtf { get; init; }

    /// <summary>The first Linux release that has it; null for Sluice's own.</summary>
    public Version? Since => Major == 0 ? null : new(Major, Minor);

    /// <summary>Does it exist in process only?</summary>
    public bool IsOwn => Major == 0;

    /// <summary>May programs update its entries?</summary>
    public bool ProgramsMayUpdate => Helpers.MapUpdateElem.Maps.Contains(Type);

    /// <summary>May programs delete its entries?</summary>
    public bool ProgramsMayDelete => Helpers.MapDeleteElem.Maps.Contains(Type);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
