using System.Collections.Immutable;

namespace Sluice.Click.Classification;

/// <summary>What is known of one word of the packet after some tests of it.</summary>
/// <param name="Mask">Bits whose value is known.</param>
/// <param name="Value">Their value.</param>
/// <param name="Facts">Tests whose answer is known and that do not just fix bits.</param>
/// <remarks>A test of missing bytes is false, so a false answer proves nothing about bytes being there: only true answers may
/// prove another test true.</remarks>
sealed record WordKnowledge(uint Mask, uint Value, ImmutableArray<(DecisionTest Test, bool Answer)> Facts)
{
    public static WordKnowledge Nothing { get; } = new(0, 0, []);

    /// <summary>What is known after <paramref name="test"/> was answered.</summary>
    public WordKnowledge With(DecisionTest test, bool answer) =>
        answer && test.Kind == TestKind.Equal
            ? this with { Mask = Mask | test.Mask, Value = Value | test.Value }
            : this with { Facts = Facts.Add((test, answer)) };

    /// <summary>The answer of a test of this word, or null where it is open.</summary>
    public bool? Decide(DecisionTest test)
    {
        if ((test.Mask & ~Mask) == 0)
            return test.Passes(Value);
        if (test.Kind == TestKind.Equal && ((test.Value ^ Value) & test.Mask & Mask) != 0)
            return false;
        foreach (var (fact, answer) in Facts)
        {
            if (Decide(test, fact, answer) is { } decided)
                return decided;
        }

        return null;
    }

    /// <summary>What is known whichever of two ways was taken.</summary>
    public WordKnowledge Meet(WordKnowledge other)
    {
        var mask = Mask & other.Mask & ~(Value ^ other.Value);
        var facts = ImmutableArray.CreateBuilder<(DecisionTest Test, bool Answer)>();
        foreach (var fact in Facts)
        {
            if (other.Decide(fact.Test) == fact.Answer)
                facts.Add(fact);
        }

        foreach (var fact in other.Facts)
        {
            if (Decide(fact.Test) == fact.Answer && !facts.Contains(fact))
                facts.Add(fact);
        }

        return new WordKnowledge(mask, Value & mask, facts.ToImmutable());
    }

    static bool? Decide(DecisionTest test, DecisionTest fact, bool answer)
    {
        if (test == fact)
            return answer;
        if (!answer)
            return IsNarrower(test, fact) ? false : null;
        if (test.Mask != fact.Mask)
            return null;
        var (low, high) = Range(fact);
        var (least, most) = Range(test);
        if (least > high || most < low)
            return false;
        return least <= low && high <= most ? true : null;
    }

    /// <summary>Whether every word that passes <paramref name="test"/> passes <paramref name="other"/>.</summary>
    static bool IsNarrower(DecisionTest test, DecisionTest other)
    {
        if (test.Kind == TestKind.Equal && (other.Mask & ~test.Mask) == 0)
            return other.Passes(test.Value);
        if (test.Mask != other.Mask || other.Kind == TestKind.Equal)
            return false;
        var (least, most) = Range(test);
        var (low, high) = Range(other);
        return low <= least && most <= high;
    }

    static (uint Low, uint High) Range(DecisionTest test) => test.Kind switch
    {
        TestKind.Equal => (test.Value, test.Value),
        TestKind.AtLeast => (test.Value, test.Mask),
        _ => (0, test.Value),
    };
}
