using Sluice.Verifier.Domain;

namespace Sluice.Verifier.States;

/// <summary>A value that lies whole on the stack.</summary>
record struct StackCell
{
    /// <summary>Its first byte, from the frame's lowest.</summary>
    public int Start;

    /// <summary>Its bytes: 1, 2, 4 or 8.</summary>
    public int Size;

    /// <summary>The value.</summary>
    public Value Value;

    /// <summary>The byte behind its last.</summary>
    public readonly int End => Start + Size;
}
