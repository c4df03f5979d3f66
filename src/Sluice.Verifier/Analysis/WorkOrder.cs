namespace Sluice.Verifier.Analysis;

/// <summary>Which state is run first: each loop as a whole before what follows it, and in a loop each round before the next.</summary>
/// <remarks>So all ways through a round have met at the loop's head before the next round is run, and their states are joined there. Of a
/// loop within another the rounds count anew in each round of that.</remarks>
sealed class WorkOrder : IComparer<Node>
{
    /// <summary>The one there is.</summary>
    public static WorkOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(Node? x, Node? y)
    {
        var (a, b) = (x!.Block, y!.Block);
        if (a.Horizon != b.Horizon)
            return a.Horizon.CompareTo(b.Horizon);
        // Loops count by the places of their heads, and blocks in no further loop by their own.
        for (var depth = 0; ; depth++)
        {
            var (isInA, isInB) = (depth < a.Loops.Length, depth < b.Loops.Length);
            var places = (isInA ? a.Loops[depth].Order : a.Order).CompareTo(isInB ? b.Loops[depth].Order : b.Order);
            if (places != 0 || !isInA || !isInB)
                return places != 0 ? places : isInB.CompareTo(isInA);
            if (x.Rounds[depth] != y.Rounds[depth])
                return x.Rounds[depth].CompareTo(y.Rounds[depth]);
        }
    }
}
