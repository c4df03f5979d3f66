using Sluice.Bpf.Platform;

namespace Sluice.Verifier.Analysis;

/// <summary>What was proved of an object's global functions, so that programs that share one prove it once.</summary>
/// <remarks>It depends on the program's type and place, as contexts and helpers do. Functions are known by name: where they
/// stand differs from program to program.</remarks>
sealed class GlobalResults
{
    readonly Dictionary<(string Name, ProgramType Type, AttachType? Place, bool MaySleep), (ulong Bound, (string Name, int Bytes)[] Stack)> _known = [];

    /// <summary>The bound on the instructions of a function that was proved; null if it was not.</summary>
    public ulong? Find(AnalysisContext context, GlobalFunction function)
    {
        if (!_known.TryGetValue(Key(context, function), out var known))
            return null;
        foreach (var callee in context.Code.Program.Functions)
        {
            foreach (var (name, bytes) in known.Stack)
            {
                if (name == callee.Name)
                    context.UseStack(callee.Start, -bytes);
            }
        }

        return known.Bound;
    }

    /// <summary>Notes that a function was proved.</summary>
    public void Add(AnalysisContext context, GlobalFunction function, ulong bound)
    {
        // What it leaves for later, and errors that were only noted, are not in this result.
        if (context.AsynchronousCallbacks.Count > 0 || context.Rejections.Count > 0)
            return;
        var reached = context.Code.ReachedFrom(function.Function.Start);
        _known[Key(context, function)] = (bound,
            [.. reached.Select(start => (context.Code.Program.FunctionAt(start).Name, context.StackUse.GetValueOrDefault(start)))]);
    }

    static (string, ProgramType, AttachType?, bool) Key(AnalysisContext context, GlobalFunction function) =>
        (function.Function.Name, context.Type.Type, context.Place, context.Code.Program.Spec.IsSleepable);
}
