using System.Collections.Immutable;

namespace Sluice.Click.Classification;

/// <summary>What is known of a packet at a step of a decision program, on every way that leads there.</summary>
sealed class PathKnowledge
{
    readonly ImmutableDictionary<(HeaderBase, int), WordKnowledge> _words;

    PathKnowledge(ImmutableDictionary<(HeaderBase, int), WordKnowledge> words) => _words = words;

    public static PathKnowledge Nothing { get; } = new(ImmutableDictionary<(HeaderBase, int), WordKnowledge>.Empty);

    /// <summary>What is known after <paramref name="test"/> was answered.</summary>
    public PathKnowledge With(DecisionTest test, bool answer)
    {
        var key = (test.Base, test.Offset);
        return new PathKnowledge(_words.SetItem(key, _words.GetValueOrDefault(key, WordKnowledge.Nothing).With(test, answer)));
    }

    /// <summary>The answer of a test, or null where it is open.</summary>
    public bool? Decide(DecisionTest test) => _words.GetValueOrDefault((test.Base, test.Offset))?.Decide(test);

    /// <summary>What is known whichever of two ways was taken.</summary>
    public PathKnowledge Meet(PathKnowledge other)
    {
        var words = ImmutableDictionary.CreateBuilder<(HeaderBase, int), WordKnowledge>();
        foreach (var (key, word) in _words)
        {
            if (other._words.TryGetValue(key, out var same))
                words[key] = word.Meet(same);
        }

        return new PathKnowledge(words.ToImmutable());
    }
}
