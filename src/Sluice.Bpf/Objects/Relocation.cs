namespace Sluice.Bpf.Objects;

/// <summary>What a relocation puts into an instruction.</summary>
public enum RelocationKind : byte
{
    /// <summary>The address of a map, into a 64-bit immediate.</summary>
    Map,

    /// <summary>An address within the value of a global-data map, into a 64-bit immediate.</summary>
    MapValue,

    /// <summary>The distance to a function, into a call.</summary>
    Call,

    /// <summary>The address of a function (a callback), into a 64-bit immediate.</summary>
    FunctionAddress,

    /// <summary>A symbol of the kernel (.ksyms), into a 64-bit immediate or a call.</summary>
    KernelSymbol,

    /// <summary>A configuration value (.kconfig), into a 64-bit immediate.</summary>
    KernelConfiguration,
}

/// <summary>A place in a function that names something outside it.</summary>
/// <param name="Instruction">Slot within the function.</param>
/// <param name="Kind">What to put there.</param>
/// <param name="Symbol">The map's, function's or symbol's name.</param>
/// <param name="Addend">Bytes into the map's value, for <see cref="RelocationKind.MapValue"/>, or into the
/// configuration value.</param>
public readonly record struct Relocation(int Instruction, RelocationKind Kind, string Symbol, int Addend = 0)
{
    /// <summary>May the symbol be missing? The place is then filled with zero.</summary>
    public bool IsWeak { get; init; }
}
