using System.Collections.Immutable;

namespace Sluice.Chains.Code.Bytecode;

/// <summary>The bytecode of a unit's chains, and what it calls.</summary>
/// <param name="Chains">The chains.</param>
/// <param name="Functions">All functions called: those of packages, then <paramref name="Accessors"/>.</param>
/// <param name="Accessors">The functions generated for accesses to maps.</param>
public sealed record BytecodeUnit(
    ImmutableArray<ChainBytecode> Chains, ImmutableArray<FunctionReference> Functions, ImmutableArray<MapAccessor> Accessors);
