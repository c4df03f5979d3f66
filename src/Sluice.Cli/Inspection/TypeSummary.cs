using Sluice.Bpf.Btf;
using Sluice.Cli.Types;

namespace Sluice.Cli.Inspection;

/// <summary>How many types of each kind there are.</summary>
/// <param name="Total">All but <c>void</c> and those of the base.</param>
/// <param name="ByKind">By BTF's name of the kind, most frequent first.</param>
sealed record TypeSummary(int Total, IReadOnlyList<KeyValuePair<string, int>> ByKind)
{
    /// <summary>Counts.</summary>
    public static TypeSummary Of(BtfTypes types)
    {
        var own = types.Own.ToArray();
        return new(own.Length,
        [
            .. own.CountBy(type => BtfEntry.Of(type).Kind.ToLowerInvariant())
                .OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal),
        ]);
    }
}
