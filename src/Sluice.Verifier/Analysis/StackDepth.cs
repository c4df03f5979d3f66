using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Platform;
using Sluice.Verifier.States;

namespace Sluice.Verifier.Analysis;

/// <summary>How much stack a chain of calls takes, and how many frames.</summary>
/// <param name="Bytes">The bytes of the deepest chain.</param>
/// <param name="Frames">The frames of the longest.</param>
/// <param name="Slot">The call that leads deepest; the function's first slot if it calls nothing.</param>
/// <remarks>kernel/bpf/verifier.c, check_max_stack_depth_subprog.</remarks>
readonly record struct StackDepth(int Bytes, int Frames, int Slot)
{
    const int Granularity = 16; // round_up_stack_depth, for a kernel that compiles programs.
    const int PrivateFrom = 64; // BPF_PRIV_STACK_MIN_SIZE
    const int MostBeforeTailCall = 256;

    /// <summary>The depth of a program, without the functions that run later on their own.</summary>
    public static StackDepth Of(AnalysisContext context) => Of(context, 0);

    /// <summary>The depth of a function and what it calls.</summary>
    public static StackDepth Of(AnalysisContext context, int start) => Measure(context, context.Code.Program.FunctionAt(start), []);

    /// <summary>Demands what Linux does of all chains: their bytes, their frames, and little stack above a function that tail-calls.</summary>
    /// <returns>The flaw, and where it is; null if there is none.</returns>
    public static (string Reason, int Slot)? FindFlaw(AnalysisContext context)
    {
        foreach (var start in context.AsynchronousCallbacks.Select(callback => callback.Function).Prepend(0))
        {
            var depth = Of(context, start);
            if (depth.Frames > AbstractState.MaxFrames)
                return ($"calls nest {depth.Frames} frames deep; there are {AbstractState.MaxFrames}", depth.Slot);
            if (context.ForLinux && depth.Bytes > StackFrame.Size)
                return ($"the frames of the functions that call each other take {depth.Bytes} bytes of stack together; Linux has {StackFrame.Size}", depth.Slot);
        }

        return context.ForLinux ? FindTailCall(context, context.Code.Program.Functions[0], 0, []) : null;
    }

    // A tail call from a function keeps the stack of its callers, however often it is repeated.
    static (string Reason, int Slot)? FindTailCall(AnalysisContext context, LinkedFunction function, int above, Dictionary<int, int> seen)
    {
        if (seen.TryGetValue(function.Start, out var known) && known >= above)
            return null;
        seen[function.Start] = above;
        if (above >= MostBeforeTailCall && TailCalls(context, function) is >= 0 and var slot)
            return ($"a tail call from '{function.Name}', whose callers hold {above} bytes of stack; Linux allows under {MostBeforeTailCall}", slot);
        foreach (var call in Calls(context, function))
        {
            if (FindTailCall(context, context.Code.Program.FunctionAt(context.Code.CalleeOf(call)), above + OwnBytes(context, function), seen) is { } flaw)
                return flaw;
        }

        return null;
    }

    static int TailCalls(AnalysisContext context, LinkedFunction function)
    {
        for (var slot = function.Start; slot < function.Start + function.Length; slot += context.Code.Forms[slot]!.Slots)
        {
            if (context.Code.Forms[slot]!.Operation == Operation.CallHelper && Helpers.Find(context.Code.Instructions[slot].Immediate)?.Has(Effects.TailCalls) == true)
                return slot;
        }

        return -1;
    }

    static int OwnBytes(AnalysisContext context, LinkedFunction function) =>
        (context.StackUse.GetValueOrDefault(function.Start) + Granularity - 1) / Granularity * Granularity;

    // Functions that run later on their own are no calls.
    static IEnumerable<int> Calls(AnalysisContext context, LinkedFunction function)
    {
        for (var slot = function.Start; slot < function.Start + function.Length; slot += context.Code.Forms[slot]!.Slots)
        {
            var operation = context.Code.Forms[slot]!.Operation;
            if (operation == Operation.CallLocal
                || (operation == Operation.LoadFunction && !context.AsynchronousCallbacks.Any(callback => callback.Function == context.Code.CalleeOf(slot))))
            {
                yield return slot;
            }
        }
    }

    static StackDepth Measure(AnalysisContext context, LinkedFunction function, Dictionary<int, StackDepth> known)
    {
        if (known.TryGetValue(function.Start, out var result))
            return result;
        var own = OwnBytes(context, function);
        // Large frames of programs that may interrupt others lie outside the stack, as long as nothing is tail-called.
        var counted = context.ForLinux && own is >= PrivateFrom and <= StackFrame.Size && HasPrivateStack(context) ? 0 : own;
        result = new(counted, 1, function.Start);
        known[function.Start] = result;
        foreach (var slot in Calls(context, function))
        {
            var callee = Measure(context, context.Code.Program.FunctionAt(context.Code.CalleeOf(slot)), known);
            if (counted + callee.Bytes > result.Bytes)
                result = result with { Bytes = counted + callee.Bytes, Slot = slot };
            if (callee.Frames + 1 > result.Frames)
                result = result with { Frames = callee.Frames + 1 };
        }

        return known[function.Start] = result;
    }

    // bpf_enable_priv_stack
    static bool HasPrivateStack(AnalysisContext context) =>
        context.Type.Type is ProgramType.Kprobe or ProgramType.Tracepoint or ProgramType.PerfEvent or ProgramType.RawTracepoint
        && context.Code.Program.Functions.All(function => TailCalls(context, function) < 0);
}
