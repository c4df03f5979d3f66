using System.Collections.Immutable;

namespace Sluice.Chains.Code;

/// <summary>Operations that are executed one after the other, and what follows them.</summary>
/// <param name="Label">Its name, unique within the chain.</param>
/// <param name="Operations">The operations.</param>
/// <param name="Terminator">How it ends.</param>
public sealed record ChainBlock(string Label, ImmutableArray<ChainOperation> Operations, ChainTerminator Terminator);
