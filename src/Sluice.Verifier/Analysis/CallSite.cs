namespace Sluice.Verifier.Analysis;

/// <summary>Where a function was called from, for paths and limits.</summary>
/// <param name="Analysis">The analysis of the caller.</param>
/// <param name="Node">The state of the caller's block.</param>
/// <param name="Slot">The call's slot.</param>
/// <param name="Depth">Frames above the called function.</param>
sealed record CallSite(FunctionAnalysis Analysis, Node Node, int Slot, int Depth);
