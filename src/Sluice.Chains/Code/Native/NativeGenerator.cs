using System.Collections.Immutable;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;
using Sluice.Chains.Code.Bytecode;
using Sluice.Chains.Code.Lowering;

namespace Sluice.Chains.Code.Native;

/// <summary>Makes eBPF functions of chains: one for each, and one that starts them by id.</summary>
/// <remarks>The code needs no more than version 1 of the instruction set with the comparisons of version 2, 32-bit moves, and for loops
/// may_goto if nothing else is said; kernels from 5.15 take what is bounded.</remarks>
public static class NativeGenerator
{
    /// <summary>Generates the functions of a unit.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="ids">The ids of its chains, by name.</param>
    /// <param name="names">The symbols of functions and maps of packages.</param>
    /// <param name="counting">What they count.</param>
    /// <param name="isBounded">For verifiers that do not know may_goto (before Linux 6.9)?</param>
    /// <exception cref="ChainCodeException">A chain is not well-formed, or needs more stack than there is.</exception>
    public static NativeCode Generate(
        ChainUnit unit, IReadOnlyDictionary<string, uint> ids, NativeNames names, ChainCounting counting = ChainCounting.Faults, bool isBounded = false)
    {
        ChainChecker.Check(unit);
        // Loaders have no arguments to give.
        var chains = unit.Chains.Where(chain => chain.ParameterCount == 0).Select(chain => (Id: ids[chain.Name], chain.Name)).ToArray();
        var types = new NativeTypes();
        var counters = new NativeCounting(counting, ids);
        var functions = ImmutableArray.CreateBuilder<(FunctionSpec, BtfFunctionPrototype)>();
        var isLimited = ChainBudget.MayBeSpent(unit);
        var charged = isLimited ? unit with { Chains = [.. unit.Chains.Select(ChainBudget.Charged)] } : unit;
        foreach (var chain in ChainInliner.Run(charged, isWhole: isLimited))
            functions.Add((Emit(unit, chain, names, counters, isBounded), types.Chain(chain.ParameterCount)));
        if (counters.IsOn)
            functions.Add((NativeCounter.Emit(), types.Counter));
        functions.Add((NativeDispatcher.Emit(chains), types.Dispatcher));
        functions.Add((NativeFault.Emit(), types.Fault));
        return new(functions.ToImmutable(), [Machine.ChainCounters.Spec], counters.Functions);
    }

    /// <summary>Generates the functions by which bytecode accesses maps.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="accessors">The functions in intermediate code.</param>
    /// <param name="names">The symbols of maps of packages.</param>
    public static IEnumerable<(FunctionSpec Function, BtfFunctionPrototype Prototype)> Accessors(
        ChainUnit unit, IEnumerable<MapAccessor> accessors, NativeNames names)
    {
        var types = new NativeTypes();
        return accessors.Select(accessor => (Emit(unit, accessor.Code, names, null, isBounded: false), types.Chain(accessor.Code.ParameterCount)));
    }

    /// <summary>The function that counts faults of generated code.</summary>
    /// <param name="type">Its type.</param>
    public static FunctionSpec Fault(out BtfFunctionPrototype type)
    {
        type = new NativeTypes().Fault;
        return NativeFault.Emit();
    }

    static FunctionSpec Emit(ChainUnit unit, ChainFunction chain, NativeNames names, NativeCounting? counters, bool isBounded)
    {
        var code = Simplifier.Run(BudgetInserter.Run(PacketLowering.Lower(unit, chain, ChainTarget.Native), chain.RegisterCount, isBounded));
        return NativeEmitter.Emit(unit, counters?.WithClocks(code) ?? code, names, counters);
    }
}
