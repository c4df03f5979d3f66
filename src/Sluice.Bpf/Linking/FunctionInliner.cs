using Sluice.Bpf.Linking.Composing;
using Sluice.Bpf.Linking.Inlining;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Linking;

/// <summary>Puts functions in the place of their calls.</summary>
/// <remarks>
/// A call of a sub-program costs some nanoseconds in the kernel, for the frame, the registers that it saves, and the return that
/// is guarded against speculation; and what a verifier knows of the arguments, by which it removes branches that are never taken,
/// ends there. What a function keeps in r6 to r9 goes to registers that the caller does not need, or the caller's are saved on
/// the stack; its own stack lies below the caller's. Functions that call themselves, that end in a tail call, or whose use of the
/// stack cannot be told stay functions.
/// </remarks>
public sealed class FunctionInliner
{
    /// <summary>Half of the stack that a program has (MAX_BPF_STACK): what is still called has its frame in the other.</summary>
    const int MaxStack = 256;

    /// <summary>Far within the reach of jumps, which have 16 bits.</summary>
    const int MaxSlots = 16_384;

    readonly Dictionary<string, FunctionSpec> _functions;
    readonly Dictionary<string, (FunctionSpec Function, int? Depth)?> _done = new(StringComparer.Ordinal);
    readonly Dictionary<string, int> _sites;
    readonly Func<FunctionSpec, int, bool> _isWanted;

    FunctionInliner(BpfObject spec, Func<FunctionSpec, int, bool> isWanted)
    {
        _isWanted = isWanted;
        _functions = spec.Functions.DistinctBy(function => function.Name).ToDictionary(function => function.Name, StringComparer.Ordinal);
        _sites = spec.Programs.Select(program => program.Function).Concat(spec.Functions).SelectMany(function => function.Relocations)
            .Where(relocation => relocation.Kind == RelocationKind.Call).CountBy(relocation => relocation.Symbol).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>An object with functions in the place of their calls, without those that nobody calls any more.</summary>
    /// <param name="spec">The object.</param>
    /// <param name="isWanted">Is a function to be put in the place of its calls, of which there are so many?</param>
    public static BpfObject Inline(BpfObject spec, Func<FunctionSpec, int, bool> isWanted)
    {
        var inliner = new FunctionInliner(spec, isWanted);
        var before = inliner.Reached(spec, function => function);
        var programs = spec.Programs.Select(program => program with { Function = inliner.Expand(program.Function).Function }).ToList();
        var after = inliner.Reached(spec with { Programs = [.. programs] }, function => inliner.Expand(function).Function);
        var functions = spec.Functions.Where(function => after.Contains(function.Name) || !before.Contains(function.Name))
            .Select(function => inliner.Expand(function).Function).ToList();
        var places = SectionLayout.Of(programs.Select(program => program.Function).Concat(functions));
        return spec with
        {
            Programs = [.. programs.Select(program => program with { Function = Placed(program.Function) })],
            Functions = [.. functions.Select(Placed)],
        };

        FunctionSpec Placed(FunctionSpec function) => function with { SectionOffset = places[function.Name] };
    }

    HashSet<string> Reached(BpfObject spec, Func<FunctionSpec, FunctionSpec> expand)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<FunctionSpec>(spec.Programs.Select(program => program.Function));
        while (pending.TryPop(out var function))
        {
            foreach (var relocation in function.Relocations.Where(relocation => relocation.Kind is RelocationKind.Call or RelocationKind.FunctionAddress))
            {
                if (_functions.TryGetValue(relocation.Symbol, out var called) && reached.Add(called.Name))
                    pending.Push(expand(called));
            }
        }

        return reached;
    }

    // Those that a function calls come first; one that is not done yet when it is asked for calls itself.
    (FunctionSpec Function, int? Depth) Expand(FunctionSpec function)
    {
        if (_done.TryGetValue(function.Name, out var known))
            return known ?? (function, null);
        _done[function.Name] = null;
        var expanded = ExpandCalls(function);
        _done[function.Name] = expanded;
        return expanded;
    }

    (FunctionSpec Function, int? Depth) ExpandCalls(FunctionSpec function)
    {
        if (StackUse.DepthOf(function.Instructions) is not { } own || !InlineBody.HasKnownCalls(function))
            return (function, null);
        var fragments = new Dictionary<int, CodeFragment>();
        var (deepest, size) = (own, function.Instructions.Length);
        var live = SavedRegisters.LiveAfter(function.Instructions);
        foreach (var call in function.Relocations.Where(relocation => relocation.Kind == RelocationKind.Call))
        {
            if (!_functions.TryGetValue(call.Symbol, out var called) || !_isWanted(called, _sites[call.Symbol]))
                continue;
            var (body, needed) = Expand(called);
            if (needed is null || !InlineBody.IsPossible(body) || size + body.Instructions.Length > MaxSlots)
                continue;
            var depth = own;
            var fragment = InlineBody.Make(body, live[call.Instruction], ref depth);
            if (depth + needed > MaxStack)
                continue;
            (deepest, size) = (Math.Max(deepest, depth + needed.Value), size + fragment.Code.Count);
            fragments.Add(call.Instruction, fragment);
        }

        return (CodeSplice.Replace(function, fragments), deepest);
    }
}
