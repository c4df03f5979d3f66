using System.Collections.Immutable;
using Sluice.Chains.Code.Emission;
using Sluice.Chains.Machine.Reference;

namespace Sluice.Chains.Code.Lowering;

/// <summary>Puts chains into those that call them, where calls would nest deeper than eBPF's do, or where chains share a budget.</summary>
/// <remarks>
/// A budget is a number that only grows smaller, which a verifier sees in one function alone. A kernel follows eight frames: the loader's, the dispatcher's, two for a function that a chain calls, and what is left for
/// chains. Chains that call themselves are repeated until their depth is that at which the machine ends them, too.
/// </remarks>
sealed class ChainInliner
{
    /// <summary>Chains that may call each other by eBPF's calls.</summary>
    public const int MaxCalls = 4;

    const int MaxOperations = 20_000;

    readonly ChainUnit _unit;
    readonly ChainFunction _root;
    readonly List<ChainBlock?> _blocks = [];
    int _registers, _count;

    ChainInliner(ChainUnit unit, ChainFunction root) => (_unit, _root) = (unit, root);

    /// <summary>The chains of a unit, of which none nests deeper than eBPF's calls do.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="isWhole">Shall no chain call another?</param>
    /// <exception cref="ChainCodeException">Chains call each other so often that native code would be too long.</exception>
    public static ImmutableArray<ChainFunction> Run(ChainUnit unit, bool isWhole)
    {
        var heights = new Dictionary<string, int>(StringComparer.Ordinal);
        return unit.Chains.Any(chain => Height(unit, chain, heights, []) > (isWhole ? 1 : MaxCalls))
            ? [.. unit.Chains.Where(chain => chain.ParameterCount == 0).Select(chain => new ChainInliner(unit, chain).Run())]
            : unit.Chains;
    }

    // Chains on the longest way down, this one included; beyond all bounds where a chain calls itself.
    static int Height(ChainUnit unit, ChainFunction chain, Dictionary<string, int> heights, HashSet<string> path)
    {
        if (!path.Add(chain.Name))
            return MaxCalls + 1;
        if (!heights.TryGetValue(chain.Name, out var height))
        {
            height = 1 + chain.Blocks.SelectMany(block => block.Operations).OfType<CallChainOperation>().Select(call => call.Chain).Distinct()
                .Select(name => Height(unit, unit.FindChain(name)!, heights, path)).DefaultIfEmpty().Max();
            heights[chain.Name] = height;
        }

        path.Remove(chain.Name);
        return height;
    }

    ChainFunction Run()
    {
        _registers = _root.RegisterCount;
        Expand(_root, new(0, 1, 0, -1, -1, ""));
        return _root with { RegisterCount = _registers, Blocks = [.. _blocks.Select(block => block!)] };
    }

    /// <returns>The first block of the copy.</returns>
    int Expand(ChainFunction chain, Copy copy)
    {
        var first = _blocks.Count;
        _blocks.AddRange(new ChainBlock?[chain.Blocks.Length]);
        for (var index = 0; index < chain.Blocks.Length; index++)
            Expand(chain, chain.Blocks[index], first + index, copy with { FirstBlock = first });
        return first;
    }

    // What comes back is no verdict, as with a call.
    IEnumerable<ChainOperation> Returned(Copy copy, ChainFunction chain, Operand value, ReturnTerminator moved)
    {
        MoveOperation move = new(copy.Result, moved.Value);
        if (FinalValues.IsSurelyNone(chain, value))
            return [move];
        _registers += 2;
        return [move, .. FinalValues.Clear(copy.Result, _registers - 2)];
    }

    void Expand(ChainFunction chain, ChainBlock block, int place, Copy copy)
    {
        var operations = ImmutableArray.CreateBuilder<ChainOperation>();
        foreach (var operation in block.Operations)
        {
            if (++_count > MaxOperations)
            {
                throw new ChainCodeException(_root.Name, _root.Place, "", "chains that call each other more often than native code has room for",
                    "fewer calls, or the interpreted tier");
            }

            var moved = OperandRewriter.RewriteResult(OperandRewriter.Rewrite(operation, copy.Map), register => register < 0 ? -1 : register + copy.FirstRegister);
            if (moved is not CallChainOperation call)
            {
                operations.Add(moved);
                continue;
            }

            if (copy.Depth == ChainMachine.Depth)
            {
                End(place, operations, new FaultTerminator(FaultCause.Nesting) { Place = operation.Place });
                return;
            }

            var callee = _unit.FindChain(call.Chain)!;
            var registers = _registers;
            _registers += callee.RegisterCount;
            for (var parameter = 0; parameter < call.Arguments.Length; parameter++)
                operations.Add(new MoveOperation(registers + parameter, call.Arguments[parameter]) { Place = operation.Place });
            operations.Add(new EnterOperation(callee.Name, copy.Depth) { Place = operation.Place });
            var next = _blocks.Count;
            _blocks.Add(null);
            var entry = Expand(callee, new(0, copy.Depth + 1, registers, call.Destination, next, chain.Name));
            End(place, operations, new JumpTerminator(entry) { Place = operation.Place });
            place = next;
        }

        var terminator = OperandRewriter.Retarget(OperandRewriter.Rewrite(block.Terminator, copy.Map), target => target + copy.FirstBlock);
        if (terminator is ReturnTerminator @return && copy.Continuation >= 0)
        {
            if (copy.Result >= 0)
                operations.AddRange(Returned(copy, chain, ((ReturnTerminator)block.Terminator).Value, @return).Select(operation => operation with { Place = @return.Place }));
            operations.Add(new LeaveOperation(chain.Name, copy.Depth - 1, copy.Outer) { Place = @return.Place });
            terminator = new JumpTerminator(copy.Continuation) { Place = @return.Place };
        }

        End(place, operations, terminator);
    }

    void End(int place, ImmutableArray<ChainOperation>.Builder operations, ChainTerminator terminator) =>
        _blocks[place] = new($"b{place}", operations.DrainToImmutable(), terminator);

    readonly record struct Copy(int FirstBlock, int Depth, int FirstRegister, int Result, int Continuation, string Outer)
    {
        public Operand Map(Operand operand) => operand.IsConstant ? operand : Operand.Of(operand.Register + FirstRegister);
    }
}
