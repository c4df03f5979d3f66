namespace Sluice.Chains.Code.Bytecode;

/// <summary>The ids by which bytecode calls elements.</summary>
public sealed class ElementIds
{
    /// <summary>The id of a function, by its full name.</summary>
    public required Func<string, uint> Function { get; init; }

    /// <summary>The id of a chain, by its name; <see cref="Machine.ElementCalls.ChainBit"/> is set in it.</summary>
    public required Func<string, uint> Chain { get; init; }
}
