using Sluice.Verifier.Domain;
using Sluice.Verifier.States;

namespace Sluice.Verifier.Analysis;

/// <summary>What became known of a number, told to all that came from the same.</summary>
/// <param name="Id">The numbers' id.</param>
/// <param name="Offset">The distance of the number that something became known of.</param>
/// <param name="Number">What it is.</param>
/// <param name="Replaces">Does it take the place of what was known of the others (Linux, sync_linked_regs)?</param>
readonly record struct Refinement(int Id, long Offset, Scalar Number, bool Replaces)
{
    /// <summary>Tells one value.</summary>
    public void Apply(ref Value other)
    {
        if (other.Kind != ValueKind.Scalar || other.Id != Id || other.IsSpan)
            return;
        var known = StateOrder.Shifted(Number, other.Offset - Offset);
        if (!Replaces)
            known = other.Number.Meet(known);
        if (!known.IsEmpty)
            other.Number = known;
    }
}
