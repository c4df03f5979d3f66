namespace Sluice.Verifier.Inspection;

/// <summary>Instructions that are run one after the other.</summary>
/// <param name="Start">The slot of the first.</param>
/// <param name="Last">The slot of the last.</param>
/// <param name="Next">The first slot of the block that control falls into, or null.</param>
/// <param name="Target">The first slot of the block that its jump leads to, or null.</param>
/// <param name="Callee">The first slot of the function that it calls at its end, or null.</param>
/// <param name="IsLoopHead">Does a way lead from it back to it?</param>
public sealed record GraphBlock(int Start, int Last, int? Next, int? Target, int? Callee, bool IsLoopHead);
