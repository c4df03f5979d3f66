namespace Sluice.Verifier.Termination;

/// <summary>How a variable came from one of before: the source plus a number between two bounds.</summary>
/// <param name="Source">The variable that it came from (see <see cref="Variable"/>), or -1 if that is not known.</param>
/// <param name="Least">What was added at least.</param>
/// <param name="Most">What was added at most.</param>
readonly record struct Step(int Source, long Least, long Most)
{
    /// <summary>Beyond this nothing is said of what was added.</summary>
    public const long Infinite = 1L << 60;

    /// <summary>It came from nowhere that is known.</summary>
    public static Step Unknown => new(-1, 0, 0);

    /// <summary>The same variable, unchanged.</summary>
    public static Step Same(int variable) => new(variable, 0, 0);

    /// <summary>Is its source known?</summary>
    public bool IsKnown => Source >= 0;

    /// <summary>This step, and then so much more.</summary>
    public Step Plus(long least, long most) => IsKnown ? new(Source, Sum(Least, least), Sum(Most, most)) : Unknown;

    static long Sum(long a, long b) =>
        a <= -Infinite || b <= -Infinite ? -Infinite : a >= Infinite || b >= Infinite ? Infinite : Math.Clamp(a + b, -Infinite, Infinite);
}
