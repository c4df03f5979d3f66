using Sluice.Verifier.States;

namespace Sluice.Verifier.Analysis;

/// <summary>What the analysis of a function from one state gave.</summary>
/// <param name="Exits">The states in which it returns; the frame is still there.</param>
/// <param name="Bound">Instructions that it executes at most.</param>
readonly record struct FunctionResult(List<AbstractState> Exits, ulong Bound);
