namespace Sluice.Chains.Functions;

/// <summary>An object of a package whose functions chains cannot call.</summary>
/// <param name="file">The object's file.</param>
/// <param name="function">The function, or empty if the whole object is meant.</param>
/// <param name="found">What was found.</param>
/// <param name="expected">What was expected.</param>
public sealed class FunctionFormatException(string file, string function, string found, string expected)
    : Exception($"{file}{(function.Length == 0 ? "" : $": {function}")}: found {found}, expected {expected}")
{
    /// <summary>The object's file.</summary>
    public string File { get; } = file;

    /// <summary>The function, or empty if the whole object is meant.</summary>
    public string Function { get; } = function;

    /// <summary>What was found.</summary>
    public string Found { get; } = found;

    /// <summary>What was expected.</summary>
    public string Expected { get; } = expected;
}
