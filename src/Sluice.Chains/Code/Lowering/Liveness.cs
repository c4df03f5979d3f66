using System.Collections;

namespace Sluice.Chains.Code.Lowering;

/// <summary>Which registers are read later, at the end of each block.</summary>
sealed class Liveness
{
    readonly BitArray[] _starts, _ends;

    Liveness(BitArray[] starts, BitArray[] ends) => (_starts, _ends) = (starts, ends);

    /// <summary>Analyses a chain.</summary>
    public static Liveness Of(ChainFunction chain)
    {
        var starts = chain.Blocks.Select(_ => new BitArray(chain.RegisterCount)).ToArray();
        var ends = chain.Blocks.Select(_ => new BitArray(chain.RegisterCount)).ToArray();
        for (var isChanged = true; isChanged;)
        {
            isChanged = false;
            for (var index = chain.Blocks.Length - 1; index >= 0; index--)
            {
                var block = chain.Blocks[index];
                foreach (var target in OperationShape.Successors(block.Terminator))
                    ends[index].Or(starts[target]);
                var live = new BitArray(ends[index]);
                foreach (var operand in OperationShape.Reads(block.Terminator))
                    Add(live, operand);
                for (var at = block.Operations.Length - 1; at >= 0; at--)
                    Step(live, block.Operations[at]);
                if (!new BitArray(live).Xor(starts[index]).HasAnySet())
                    continue;
                starts[index] = live;
                isChanged = true;
            }
        }

        return new(starts, ends);
    }

    /// <summary>A copy of the set at a block's start.</summary>
    public BitArray AtStart(int block) => new(_starts[block]);

    /// <summary>A copy of the set at a block's end, behind its terminator.</summary>
    public BitArray AtEnd(int block) => new(_ends[block]);

    /// <summary>Goes back over one operation.</summary>
    public static void Step(BitArray live, ChainOperation operation)
    {
        foreach (var register in OperationShape.Writes(operation))
            live[register] = false;
        foreach (var operand in OperationShape.Reads(operation))
            Add(live, operand);
    }

    public static void Add(BitArray live, Operand operand)
    {
        if (!operand.IsConstant)
            live[operand.Register] = true;
    }
}
