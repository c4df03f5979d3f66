namespace Sluice.Click.Classification;

/// <summary>A step of a decision program.</summary>
/// <param name="Test">What is asked.</param>
/// <param name="Yes">Where to go then: a step's index, or a negative number that <see cref="OutputOf"/> reads.</param>
/// <param name="No">Where to go else.</param>
public readonly record struct DecisionNode(DecisionTest Test, int Yes, int No)
{
    /// <summary>The target that ends a program with an output.</summary>
    public static int TargetOf(int output) => -2 - output;

    /// <summary>The output that a negative target stands for.</summary>
    public static int OutputOf(int target) => -2 - target;

    /// <summary>Whether a target ends the program.</summary>
    public static bool IsEnd(int target) => target < 0;
}
