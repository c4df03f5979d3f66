using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;

namespace Sluice.Verifier.Analysis;

/// <summary>How much stack a chain of calls takes.</summary>
static class StackDepth
{
    const int Granularity = 16; // kernel/bpf/verifier.c, round_up_stack_depth, for a kernel that compiles programs.

    /// <summary>The bytes of the deepest chain, and the slot of the call that leads deepest.</summary>
    public static (int Bytes, int Slot) Of(AnalysisContext context)
    {
        var functions = context.Code.Program.Functions;
        var known = new Dictionary<int, (int Bytes, int Slot)>();
        foreach (var function in functions)
            Measure(context, function, known);
        return known[functions[0].Start];
    }

    static (int Bytes, int Slot) Measure(AnalysisContext context, LinkedFunction function, Dictionary<int, (int Bytes, int Slot)> known)
    {
        if (known.TryGetValue(function.Start, out var result))
            return result;
        var own = (context.StackUse.GetValueOrDefault(function.Start) + Granularity - 1) / Granularity * Granularity;
        result = (own, function.Start);
        known[function.Start] = result;
        for (var slot = function.Start; slot < function.Start + function.Length; slot += context.Code.Forms[slot]!.Slots)
        {
            if (context.Code.Forms[slot]!.Operation is not (Operation.CallLocal or Operation.LoadFunction))
                continue;
            var callee = Measure(context, context.Code.Program.FunctionAt(context.Code.CalleeOf(slot)), known);
            if (own + callee.Bytes > result.Bytes)
                result = (own + callee.Bytes, slot);
        }

        return known[function.Start] = result;
    }
}
