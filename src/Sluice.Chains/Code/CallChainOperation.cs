using System.Collections.Immutable;

namespace Sluice.Chains.Code;

/// <summary>Calls a chain of the same unit.</summary>
/// <param name="Destination">The register for what it returns, or -1.</param>
/// <param name="Chain">The chain's name.</param>
/// <param name="Arguments">As many as it has parameters, at most 4.</param>
public sealed record CallChainOperation(int Destination, string Chain, ImmutableArray<Operand> Arguments) : ChainOperation;
