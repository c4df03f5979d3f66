namespace Sluice.Bpf.Objects;

/// <summary>A global variable that cannot be set as asked.</summary>
public sealed class BpfVariableException(string @object, string variable, string found, string expected)
    : Exception($"{@object}: variable '{variable}': found {found}, expected {expected}")
{
    /// <summary>The object's name.</summary>
    public string Object { get; } = @object;

    /// <summary>The variable's name, as the caller gave it.</summary>
    public string Variable { get; } = variable;

    /// <summary>What the caller gave.</summary>
    public string Found { get; } = found;

    /// <summary>What it takes.</summary>
    public string Expected { get; } = expected;
}
