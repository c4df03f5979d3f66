namespace Sluice.Bpf.Linking;

/// <summary>Objects that cannot be put together.</summary>
public sealed class BpfComposeException(string part, string symbol, string found, string expected)
    : Exception($"{part}: '{symbol}': found {found}, expected {expected}")
{
    /// <summary>The object that does not fit.</summary>
    public string Part { get; } = part;

    /// <summary>Its function, map or variable that does not.</summary>
    public string Symbol { get; } = symbol;

    /// <summary>What was found.</summary>
    public string Found { get; } = found;

    /// <summary>What would fit.</summary>
    public string Expected { get; } = expected;
}
