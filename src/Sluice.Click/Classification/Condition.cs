namespace Sluice.Click.Classification;

/// <summary>A yes-or-no question about a packet: tests and their combinations.</summary>
public abstract record Condition
{
    Condition()
    {
    }

    /// <summary>Always true.</summary>
    public static Condition True { get; } = new All([]);

    /// <summary>Never true.</summary>
    public static Condition False { get; } = new Any([]);

    /// <summary>A single test.</summary>
    public sealed record Is(DecisionTest Test) : Condition;

    /// <summary>True where <paramref name="Inner"/> is not.</summary>
    public sealed record Not(Condition Inner) : Condition;

    /// <summary>True where all parts are; they are asked in order.</summary>
    public sealed record All(IReadOnlyList<Condition> Parts) : Condition;

    /// <summary>True where any part is; they are asked in order.</summary>
    public sealed record Any(IReadOnlyList<Condition> Parts) : Condition;

    /// <summary>What <paramref name="Then"/> says where <paramref name="If"/> is true, and <paramref name="Else"/> elsewhere.
    /// </summary>
    public sealed record Choice(Condition If, Condition Then, Condition Else) : Condition;

    /// <summary>True where both are.</summary>
    public static Condition operator &(Condition left, Condition right) => new All([left, right]);

    /// <summary>True where either is.</summary>
    public static Condition operator |(Condition left, Condition right) => new Any([left, right]);

    /// <summary>True where it is not.</summary>
    public static Condition operator !(Condition condition) => condition is Not not ? not.Inner : new Not(condition);
}
