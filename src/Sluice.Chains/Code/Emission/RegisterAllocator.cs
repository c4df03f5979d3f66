using System.Collections.Immutable;
using Sluice.Chains.Code.Lowering;

namespace Sluice.Chains.Code.Emission;

/// <summary>Finds a place for each virtual register: the most used first, each where no other lives at the time.</summary>
/// <remarks>
/// Life is one interval from the first write to the last read in the order of the code, loops included. What lives across
/// a call needs a register that calls keep (r6 to r9); the rest takes r3 to r5 first. r0 to r2 are left for instructions to
/// work with.
/// </remarks>
sealed class RegisterAllocator
{
    static readonly int[] s_kept = [6, 7, 8, 9], s_all = [3, 4, 5, 6, 7, 8, 9];

    readonly ChainFunction _chain;
    readonly int _count;
    readonly int[] _start, _end;
    readonly double[] _weight;
    readonly List<int> _calls = [];
    readonly HashSet<int> _results = [], _ends = [];
    readonly List<(int One, int Other)> _copies = [];

    RegisterAllocator(ChainFunction chain, int extra)
    {
        _chain = chain;
        _count = chain.RegisterCount + extra;
        (_start, _end, _weight) = (new int[_count], new int[_count], new double[_count]);
        Array.Fill(_start, int.MaxValue);
        Array.Fill(_end, -1);
    }

    /// <summary>Places the registers of a chain.</summary>
    /// <param name="chain">The chain; its blocks in the order of the code.</param>
    /// <param name="order">That order.</param>
    /// <param name="contextRegister">A register beyond the chain's own that holds the context, or -1.</param>
    /// <param name="needsContext">Which operations read it.</param>
    /// <param name="isCall">Which operations clobber r0 to r5.</param>
    public static ImmutableArray<RegisterPlace> Run(ChainFunction chain, IReadOnlyList<int> order, int contextRegister,
        Func<ChainOperation, bool> needsContext, Func<ChainOperation, bool> isCall)
    {
        var allocator = new RegisterAllocator(chain, contextRegister < 0 ? 0 : 1);
        allocator.Measure(order, contextRegister, needsContext, isCall);
        return allocator.Place();
    }

    void Measure(IReadOnlyList<int> order, int context, Func<ChainOperation, bool> needsContext, Func<ChainOperation, bool> isCall)
    {
        var liveness = Liveness.Of(_chain);
        var depths = LoopDepth.Of(_chain, order);
        var position = 2;
        for (var register = 0; register < _chain.ParameterCount; register++)
            Touch(register, 1, 1);
        var firstOf = new int[_chain.Blocks.Length];
        foreach (var index in order)
        {
            var block = _chain.Blocks[index];
            var (first, weight) = (position, Math.Pow(10, depths[index]));
            firstOf[index] = first;
            foreach (var operation in block.Operations)
            {
                foreach (var operand in OperationShape.Reads(operation).Where(operand => !operand.IsConstant))
                    Touch(operand.Register, position, weight);
                if (context >= 0 && needsContext(operation))
                    (_start[context], _end[context], _weight[context]) = (1, position, _weight[context] + weight);
                if (isCall(operation))
                    _calls.Add(position);
                foreach (var register in OperationShape.Writes(operation))
                    Touch(register, position + 1, weight);
                if (operation is CallFunctionOperation { Destination: >= 0 } or CallChainOperation { Destination: >= 0 })
                    _results.Add(position + 1);
                if (operation is MoveOperation { Source.IsConstant: false } move)
                    _copies.Add((move.Destination, move.Source.Register));
                position += 2;
            }

            foreach (var operand in OperationShape.Reads(block.Terminator).Where(operand => !operand.IsConstant))
                Touch(operand.Register, position, weight);
            _ends.Add(position);
            position += 2;
            var end = liveness.AtEnd(index);
            var start = liveness.AtStart(index);
            for (var register = 0; register < _chain.RegisterCount; register++)
            {
                if (start[register])
                    Touch(register, first - 1, 0);
                if (end[register])
                    Touch(register, position - 1, 0);
            }

            // A jump back: the context is wanted again.
            if (context >= 0 && _end[context] >= 0 && OperationShape.Successors(block.Terminator).Any(target => firstOf[target] > 0 && firstOf[target] <= first))
                _end[context] = position;
        }
    }

    void Touch(int register, int position, double weight)
    {
        _start[register] = Math.Min(_start[register], position);
        _end[register] = Math.Max(_end[register], position);
        _weight[register] += weight;
    }

    ImmutableArray<RegisterPlace> Place()
    {
        var places = new RegisterPlace[_count];
        Array.Fill(places, RegisterPlace.None);
        var byRegister = new List<int>[10];
        var bySlot = new List<List<int>>();
        var used = Enumerable.Range(0, _count).Where(register => _end[register] >= 0);
        foreach (var register in used.OrderByDescending(register => _weight[register] / (_end[register] - _start[register] + 4)))
        {
            // What a call gives and the next comparison reads stays where the call left it.
            if (_results.Contains(_start[register]) && _end[register] == _start[register] + 1 && _ends.Contains(_end[register]))
            {
                places[register] = new(0, -1);
                continue;
            }

            var candidates = CrossesCall(register) ? s_kept : s_all;
            var wanted = _copies.Where(copy => copy.One == register || copy.Other == register)
                .Select(copy => places[copy.One == register ? copy.Other : copy.One].Register).Where(candidates.Contains);
            var free = wanted.Concat(candidates).FirstOrDefault(candidate => IsFree(byRegister[candidate], register), -1);
            if (free >= 0)
            {
                (byRegister[free] ??= []).Add(register);
                places[register] = new(free, -1);
                continue;
            }

            var slot = bySlot.FindIndex(others => IsFree(others, register));
            if (slot < 0)
            {
                slot = bySlot.Count;
                bySlot.Add([]);
            }

            bySlot[slot].Add(register);
            places[register] = new(-1, slot);
        }

        return [.. places];
    }

    bool CrossesCall(int register) => _calls.Exists(call => _start[register] < call && _end[register] > call);

    bool IsFree(List<int>? others, int register) =>
        others is null || !others.Exists(other => _start[other] < End(register) && _start[register] < End(other));

    // What is written and never read still must not land on another.
    int End(int register) => Math.Max(_end[register], _start[register] + 1);
}
