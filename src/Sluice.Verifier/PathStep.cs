namespace Sluice.Verifier;

/// <summary>A branch on the way to a rejection.</summary>
/// <param name="Slot">The branch's slot.</param>
/// <param name="Line">Its source line; 0 if unknown.</param>
/// <param name="Text">The source line's text; the instruction's if it is unknown.</param>
/// <param name="IsTaken">Was the branch of the machine code taken?</param>
public sealed record PathStep(int Slot, int Line, string Text, bool IsTaken);
