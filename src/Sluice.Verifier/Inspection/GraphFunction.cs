using System.Collections.Immutable;

namespace Sluice.Verifier.Inspection;

/// <summary>One function's control flow.</summary>
/// <param name="Name">The function.</param>
/// <param name="Blocks">Its blocks, in the order of the code.</param>
public sealed record GraphFunction(string Name, ImmutableArray<GraphBlock> Blocks);
