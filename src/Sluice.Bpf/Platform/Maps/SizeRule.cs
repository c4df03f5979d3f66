namespace Sluice.Bpf.Platform;

/// <summary>Which sizes are allowed.</summary>
/// <param name="Least">The least, in bytes.</param>
/// <param name="Most">The most, in bytes.</param>
/// <param name="Step">From the least to the most in steps of so many bytes.</param>
public readonly record struct SizeRule(int Least, int Most, int Step = 1)
{
    /// <summary>No size: 0.</summary>
    public static SizeRule None => new(0, 0);

    /// <summary>Any size from 1.</summary>
    public static SizeRule Positive => new(1, int.MaxValue);

    /// <summary>One size only.</summary>
    public static SizeRule Exactly(int size) => new(size, size);

    /// <summary>Does it allow this size?</summary>
    public bool Allows(int size) => size >= Least && size <= Most && (size - Least) % Step == 0;

    /// <summary>The rule in words, for messages: <c>4</c>, <c>5 to 260</c>, <c>4 or 8</c>, <c>at least 1</c>.</summary>
    public override string ToString() => (Most, Most - Least) switch
    {
        (int.MaxValue, _) when Step == 1 => $"at least {Least}",
        (int.MaxValue, _) => $"a multiple of {Step}",
        (_, 0) => $"{Least}",
        (_, var span) when span == Step => $"{Least} or {Most}",
        _ => $"{Least} to {Most}",
    };
}
