using System.Collections.Immutable;

namespace Sluice.Chains.Code;

/// <summary>Calls a pre-built function.</summary>
/// <param name="Destination">The register for what it returns, or -1.</param>
/// <param name="Function">The function's full name, as in <see cref="FunctionReference.FullName"/>.</param>
/// <param name="Arguments">As many as it has parameters, at most 4.</param>
/// <remarks>Where the function gives a final verdict, the chain ends there, and so do all chains that called it.</remarks>
public sealed record CallFunctionOperation(int Destination, string Function, ImmutableArray<Operand> Arguments) : ChainOperation;
