using System.Collections.Immutable;
using Sluice.Chains.Code.Lowering;

namespace Sluice.Chains.Code.Native;

/// <summary>What native chains count, and by which numbers.</summary>
/// <param name="level">What they count.</param>
/// <param name="chains">The numbers of the chains.</param>
sealed class NativeCounting(ChainCounting level, IReadOnlyDictionary<string, uint> chains)
{
    readonly Dictionary<string, uint> _functions = new(StringComparer.Ordinal);

    /// <summary>Are runs counted?</summary>
    public bool IsOn => level > ChainCounting.Faults;

    /// <summary>Is time measured?</summary>
    public bool IsTimed => level == ChainCounting.Time;

    /// <summary>The functions' full names, by their numbers.</summary>
    public ImmutableArray<string> Functions => [.. _functions.OrderBy(function => function.Value).Select(function => function.Key)];

    /// <summary>The number of a chain's entry in the map of counters.</summary>
    public uint Chain(string name) => chains[name];

    /// <summary>The number of a function's entry, which it gets when first asked for.</summary>
    public uint Function(string fullName)
    {
        if (!_functions.TryGetValue(fullName, out var number))
            _functions.Add(fullName, number = (uint)_functions.Count);
        return Machine.ChainCounters.FirstFunction + number;
    }

    /// <summary>Puts the readings of the clock into a chain: where it begins, and before each function.</summary>
    public ChainFunction WithClocks(ChainFunction chain)
    {
        if (!IsTimed)
            return chain;
        var blocks = chain.Blocks.Select(block => block with
        {
            Operations = [.. block.Operations.SelectMany(operation => operation is CallFunctionOperation call && !InnerFunctions.Contains(call.Function)
                ? new ChainOperation[] { new ClockOperation(OfCall: true) { Place = operation.Place }, operation } : [operation])],
        }).ToArray();
        blocks[0] = blocks[0] with { Operations = blocks[0].Operations.Insert(0, new ClockOperation(OfCall: false) { Place = chain.Place }) };
        return chain with { Blocks = [.. blocks] };
    }
}
