namespace Sluice.Chains.Code.Emission;

/// <summary>How many loops each block lies in, by the order of the code.</summary>
static class LoopDepth
{
    /// <summary>The depth of each block: jumps back span the blocks between.</summary>
    public static int[] Of(ChainFunction chain, IReadOnlyList<int> order)
    {
        var depths = new int[chain.Blocks.Length];
        var places = new int[chain.Blocks.Length];
        for (var at = 0; at < order.Count; at++)
            places[order[at]] = at;
        foreach (var index in order)
        {
            foreach (var target in OperationShape.Successors(chain.Blocks[index].Terminator))
            {
                for (var at = places[target]; at <= places[index] && places[target] <= places[index]; at++)
                    depths[order[at]]++;
            }
        }

        return depths;
    }
}
