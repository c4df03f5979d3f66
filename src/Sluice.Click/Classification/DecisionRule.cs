namespace Sluice.Click.Classification;

/// <summary>One rule of a classifier: packets for which <paramref name="Condition"/> holds go to <paramref name="Output"/>.
/// </summary>
/// <param name="Condition">What packets it is for.</param>
/// <param name="Output">The output port, or <see cref="DecisionProgram.Drop"/>.</param>
public readonly record struct DecisionRule(Condition Condition, int Output);
