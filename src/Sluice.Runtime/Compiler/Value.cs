using Sluice.Runtime.Maps;

namespace Sluice.Runtime.Compiler;

/// <summary>An abstract value: what all runs that reach a place have in common there.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Number">The number, for a constant; the largest possible, for any other number.</param>
/// <param name="Offset">Bytes from the base, for addresses.</param>
/// <param name="Id">The instruction that made the base, so that copies are known to be the same; -1 for the packet's start.</param>
/// <param name="Map">The map, for its name and for its values.</param>
/// <param name="IsNullable">May it be 0 instead?</param>
/// <param name="MayBeFrame">Was it computed from r10, so that it may point to the stack?</param>
readonly record struct Value(
    ValueKind Kind, ulong Number = 0, int Offset = 0, int Id = 0, RuntimeMap? Map = null, bool IsNullable = false, bool MayBeFrame = false)
{
    /// <summary>The <see cref="Id"/> of the packet's start.</summary>
    public const int PacketStart = -1;

    /// <summary>Nothing is known.</summary>
    public static Value Unknown => new(ValueKind.Any, ulong.MaxValue);

    /// <summary>An address of which only the region that it was computed from is known.</summary>
    public static Value Somewhere(Value origin) => Unknown with { MayBeFrame = origin.PointsToFrame };

    /// <summary>A number of at most <paramref name="max"/>.</summary>
    public static Value AtMost(ulong max) => new(ValueKind.Any, max);

    /// <summary>Exactly <paramref name="number"/>.</summary>
    public static Value Constant(ulong number) => new(ValueKind.Constant, number);

    /// <summary>The largest that it can be as a number.</summary>
    public ulong Max => Kind is ValueKind.Any or ValueKind.Constant ? Number : ulong.MaxValue;

    /// <summary>Is it or may it be an address of the stack?</summary>
    public bool PointsToFrame => Kind == ValueKind.Frame || MayBeFrame;

    /// <summary>Is it a number that is known exactly, and not a map's name?</summary>
    public bool IsNumber => Kind == ValueKind.Constant && Map is null;

    /// <summary>What holds whether this or <paramref name="other"/> is the value.</summary>
    public Value Join(Value other, bool widen)
    {
        if (Kind == ValueKind.Unreached || this == other)
            return other;
        if (other.Kind == ValueKind.Unreached)
            return this;
        if (Kind == ValueKind.MapValue && other == this with { IsNullable = other.IsNullable })
            return this with { IsNullable = true };
        var max = Math.Max(Max, other.Max);
        if (Map is not null || other.Map is not null)
            max = ulong.MaxValue;
        return new(ValueKind.Any, widen ? ulong.MaxValue : max) { MayBeFrame = PointsToFrame || other.PointsToFrame };
    }
}
