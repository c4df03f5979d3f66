using Sluice.Runtime.Code;

namespace Sluice.Runtime.Compiler;

/// <summary>
/// Splits each variable into its webs: the writes that reach a common read, and those reads. A web becomes one local of the
/// compiled function, so that unrelated uses of one register do not share one.
/// </summary>
sealed class Webs
{
    readonly List<int> _parents = [];
    readonly int[][] _entries;

    // By slot, from the function's first on: the web that its instruction writes.
    readonly int[] _writes;
    readonly int _firstSlot;

    /// <summary>Finds the webs of a function.</summary>
    public Webs(CodeFunction function, OperandTable operands, ValueAnalysis analysis)
    {
        _firstSlot = function.Blocks.Min(block => block.Start);
        _writes = new int[function.Blocks.Max(block => block.End) - _firstSlot];
        var live = FindLive(function, operands, analysis);
        _entries = new int[function.Blocks.Count][];
        for (var block = 0; block < _entries.Length; block++)
        {
            _entries[block] = new int[analysis.VariableCount];
            for (var variable = 0; variable < analysis.VariableCount; variable++)
                _entries[block][variable] = Contains(live[block], variable) ? New() : -1;
        }

        var current = new int[analysis.VariableCount];
        foreach (var block in function.Blocks)
        {
            if (!analysis.IsReached(block))
                continue;
            _entries[block.Index].CopyTo(current, 0);
            foreach (ref readonly var row in operands.Of(block))
            {
                if (row.Written >= 0)
                    _writes[row.Instruction.Slot - _firstSlot] = current[row.Written] = New();
            }

            Flow(block.FallThrough);
            Flow(block.Branch);
        }

        void Flow(BasicBlock? successor)
        {
            if (successor is null)
                return;
            var entry = _entries[successor.Index];
            for (var variable = 0; variable < entry.Length; variable++)
            {
                if (entry[variable] >= 0)
                    Unite(current[variable], entry[variable]);
            }
        }
    }

    /// <summary>How many numbers for webs there are.</summary>
    public int Count => _parents.Count;

    /// <summary>The webs of the variables that are live where a block begins; -1 for the others.</summary>
    public int[] AtStartOf(BasicBlock block) => Array.ConvertAll(_entries[block.Index], web => web < 0 ? -1 : Find(web));

    /// <summary>The web that an instruction writes.</summary>
    public int WrittenBy(CodeInstruction instruction) => Find(_writes[instruction.Slot - _firstSlot]);

    // The variables that are live where each block begins, as bit sets.
    static ulong[][] FindLive(CodeFunction function, OperandTable operands, ValueAnalysis analysis)
    {
        // Per block: what it reads before writing, and what it writes.
        var count = function.Blocks.Count;
        var words = (analysis.VariableCount + 63) / 64;
        var (reads, writes) = (new ulong[count][], new ulong[count][]);
        foreach (var block in function.Blocks)
        {
            var (read, written) = (new ulong[words], new ulong[words]);
            (reads[block.Index], writes[block.Index]) = (read, written);
            foreach (ref readonly var row in operands.Of(block))
            {
                read[0] |= (ulong)row.Registers & ~written[0];
                if (row.Slot >= 0 && !Contains(written, row.Slot))
                    Add(read, row.Slot);
                if (row.Written >= 0)
                    Add(written, row.Written);
            }
        }

        for (var changed = true; changed;)
        {
            changed = false;
            for (var index = count - 1; index >= 0; index--)
            {
                changed |= Flow(index, function.Blocks[index].FallThrough);
                changed |= Flow(index, function.Blocks[index].Branch);
            }
        }

        return reads;

        bool Flow(int index, BasicBlock? successor)
        {
            var changed = false;
            for (var word = 0; successor is not null && word < words; word++)
            {
                var added = reads[successor.Index][word] & ~writes[index][word] & ~reads[index][word];
                reads[index][word] |= added;
                changed |= added != 0;
            }

            return changed;
        }
    }

    static bool Contains(ulong[] set, int variable) => (set[variable >> 6] & 1ul << variable) != 0;

    static void Add(ulong[] set, int variable) => set[variable >> 6] |= 1ul << variable;

    int New()
    {
        _parents.Add(_parents.Count);
        return _parents.Count - 1;
    }

    int Find(int web)
    {
        while (_parents[web] != web)
            web = _parents[web] = _parents[_parents[web]];
        return web;
    }

    void Unite(int a, int b) => _parents[Find(a)] = Find(b);
}
