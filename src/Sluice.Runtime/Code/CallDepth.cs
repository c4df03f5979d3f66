using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Code;

/// <summary>How deep calls nest.</summary>
static class CallDepth
{
    /// <summary>Fills <see cref="CodeFunction.Depth"/>.</summary>
    /// <returns>A function that calls alone, without recursion, reach beyond <see cref="Cpu.MaxFrames"/>; else null.</returns>
    public static CodeFunction? Find(CodeFunction[] functions)
    {
        var dynamic = new HashSet<int>();
        foreach (var function in functions)
        {
            if (function.IsCallback || Reaches(functions, function.Index, function.Index))
                AddReachable(functions, function.Index, dynamic);
        }

        var deepest = new int[functions.Length];
        Descend(functions, 0, 1, deepest, dynamic);
        foreach (var function in functions)
            function.Depth = dynamic.Contains(function.Index) ? 0 : deepest[function.Index];
        return Array.Find(functions, function => function.Depth > Cpu.MaxFrames);
    }

    static void Descend(CodeFunction[] functions, int index, int depth, int[] deepest, HashSet<int> dynamic)
    {
        if (dynamic.Contains(index) || depth <= deepest[index])
            return;
        deepest[index] = depth;
        foreach (var callee in functions[index].Callees)
            Descend(functions, callee, depth + 1, deepest, dynamic);
    }

    static bool Reaches(CodeFunction[] functions, int from, int to)
    {
        var reached = new HashSet<int>();
        foreach (var callee in functions[from].Callees)
            AddReachable(functions, callee, reached);
        return reached.Contains(to);
    }

    static void AddReachable(CodeFunction[] functions, int from, HashSet<int> into)
    {
        if (!into.Add(from))
            return;
        foreach (var callee in functions[from].Callees)
            AddReachable(functions, callee, into);
    }
}
