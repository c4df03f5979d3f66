namespace Sluice.Bpf.Platform;

/// <summary>The values that a program or a callback may return.</summary>
/// <param name="Least">The least.</param>
/// <param name="Most">The most.</param>
public readonly record struct ReturnRange(int Least, int Most)
{
    /// <summary>Does it hold this value?</summary>
    public bool Contains(long value) => value >= Least && value <= Most;

    /// <inheritdoc/>
    public override string ToString() => Least == Most ? $"{Least}" : $"{Least} to {Most}";
}
