using System.Collections.Immutable;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Platform;

namespace Sluice.Verifier.Analysis;

/// <summary>A function that is verified once, alone, against its signature; its calls are checked against the same.</summary>
/// <param name="Function">The function.</param>
/// <param name="Arguments">What it is called with.</param>
/// <param name="MovesPacket">May it, or what it calls, move the packet?</param>
/// <param name="Fault">Why its signature does not do; empty if it does.</param>
sealed record GlobalFunction(LinkedFunction Function, ImmutableArray<Arg> Arguments, bool MovesPacket, string Fault)
{
    /// <summary>The function as something that is called: what it takes, and what it gives, a number.</summary>
    public Helper Prototype { get; } = new(-1, $"function '{Function.Name}'", Returns.Scalar, Arguments)
    {
        Effects = Effects.TakesPacketMemory | (MovesPacket ? Effects.MovesPacket : Effects.None),
    };
}
