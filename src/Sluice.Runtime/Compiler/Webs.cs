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
    readonly Dictionary<CodeInstruction, int> _writes = new(ReferenceEqualityComparer.Instance);

    /// <summary>Finds the webs of a function.</summary>
    public Webs(CodeFunction function, List<List<CodeInstruction>> blocks, ValueAnalysis analysis)
    {
        var live = FindLive(function, blocks, analysis);
        _entries = new int[function.Blocks.Count][];
        for (var block = 0; block < _entries.Length; block++)
        {
            _entries[block] = new int[analysis.VariableCount];
            for (var variable = 0; variable < analysis.VariableCount; variable++)
                _entries[block][variable] = live[block][variable] ? New() : -1;
        }

        foreach (var block in function.Blocks)
        {
            var state = analysis.AtStartOf(block);
            if (!state.IsReached)
                continue;
            var current = (int[])_entries[block.Index].Clone();
            foreach (var instruction in blocks[block.Index])
            {
                var written = Operands.Written(instruction, state, analysis);
                if (written >= 0)
                    _writes[instruction] = current[written] = New();
                analysis.Apply(instruction, state);
            }

            foreach (var successor in block.Successors)
            {
                for (var variable = 0; variable < analysis.VariableCount; variable++)
                {
                    if (_entries[successor.Index][variable] >= 0)
                        Unite(current[variable], _entries[successor.Index][variable]);
                }
            }
        }
    }

    /// <summary>How many numbers for webs there are.</summary>
    public int Count => _parents.Count;

    /// <summary>The webs of the variables that are live where a block begins; -1 for the others.</summary>
    public int[] AtStartOf(BasicBlock block) => Array.ConvertAll(_entries[block.Index], web => web < 0 ? -1 : Find(web));

    /// <summary>The web that an instruction writes.</summary>
    public int WrittenBy(CodeInstruction instruction) => Find(_writes[instruction]);

    static bool[][] FindLive(CodeFunction function, List<List<CodeInstruction>> blocks, ValueAnalysis analysis)
    {
        // Per block: what it reads before writing, and what it writes.
        var (reads, writes) = (new bool[blocks.Count][], new bool[blocks.Count][]);
        foreach (var block in function.Blocks)
        {
            var (read, written) = (new bool[analysis.VariableCount], new bool[analysis.VariableCount]);
            (reads[block.Index], writes[block.Index]) = (read, written);
            var state = analysis.AtStartOf(block);
            if (!state.IsReached)
                continue;
            foreach (var instruction in blocks[block.Index])
            {
                Operands.Read(instruction, state, analysis, variable => read[variable] |= !written[variable]);
                if (Operands.Written(instruction, state, analysis) is >= 0 and var target)
                    written[target] = true;
                analysis.Apply(instruction, state);
            }
        }

        for (var changed = true; changed;)
        {
            changed = false;
            for (var index = blocks.Count - 1; index >= 0; index--)
            {
                foreach (var successor in function.Blocks[index].Successors)
                {
                    for (var variable = 0; variable < analysis.VariableCount; variable++)
                    {
                        if (!reads[successor.Index][variable] || writes[index][variable] || reads[index][variable])
                            continue;
                        reads[index][variable] = changed = true;
                    }
                }
            }
        }

        return reads;
    }

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
