namespace Sluice.Click.Elements.Rewriting;

/// <summary>How many mappings there may be: of one rewriter, or of several that share it.</summary>
/// <remarks>Sharing means one lock for all of their mappings: whoever needs room takes it from the one that was longest unused, whosever
/// that is.</remarks>
sealed class MappingCapacity
{
    readonly List<RewriterElement> _members = [];

    /// <summary>Most mappings.</summary>
    public int Limit { get; set; } = int.MaxValue;

    /// <summary>What guards the mappings of all who share it.</summary>
    public Lock Lock { get; } = new();

    /// <summary>Mappings of all who share it.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var member in _members)
                count += member.Store.Count;
            return count;
        }
    }

    /// <summary>One rewriter more; before any of them runs.</summary>
    public void Join(RewriterElement member)
    {
        _members.Add(member);
        member.Store.Lock = Lock;
    }

    /// <summary>Whose mapping was longest unused; null where there is none.</summary>
    public RewriterElement? FindOldest()
    {
        RewriterElement? oldest = null;
        foreach (var member in _members)
        {
            if (member.Store.Oldest is { } flow && (oldest is null || flow.LastUsed < oldest.Store.Oldest!.LastUsed))
                oldest = member;
        }

        return oldest;
    }
}
