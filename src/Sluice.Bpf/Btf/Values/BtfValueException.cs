namespace Sluice.Bpf.Btf.Values;

/// <summary>A value that does not fit its type.</summary>
/// <param name="path">Where in the value: <c>limits[2].rate</c>; empty for the whole.</param>
/// <param name="found">What stands there.</param>
/// <param name="expected">What would fit.</param>
public sealed class BtfValueException(string path, string found, string expected)
    : Exception($"{(path.Length == 0 ? "value" : path)}: found {found}, expected {expected}")
{
    /// <summary>Where in the value; empty for the whole.</summary>
    public string Path { get; } = path;

    /// <summary>What stands there.</summary>
    public string Found { get; } = found;

    /// <summary>What would fit.</summary>
    public string Expected { get; } = expected;
}
