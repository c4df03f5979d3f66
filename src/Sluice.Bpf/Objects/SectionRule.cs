using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Objects;

/// <summary>What a section's name says about the programs in it.</summary>
/// <param name="Name">The name that <c>SEC()</c> gives, without extras.</param>
/// <param name="Type">The type of the programs.</param>
/// <param name="AttachType">Where they expect to be attached; null where the type leaves no choice.</param>
/// <param name="TakesTarget">May <c>/target</c> follow the name?</param>
/// <param name="IsSleepable">May the programs sleep?</param>
/// <param name="HasFragments">Do they take packets in several fragments?</param>
public sealed record SectionRule(
    string Name,
    ProgramType Type,
    AttachType? AttachType = null,
    bool TakesTarget = false,
    bool IsSleepable = false,
    bool HasFragments = false)
{
    /// <summary>Does it apply to a section of this name?</summary>
    public bool Matches(ReadOnlySpan<char> section) =>
        section.StartsWith(Name, StringComparison.Ordinal)
        && (section.Length == Name.Length || TakesTarget && section[Name.Length] == '/');

    /// <summary>What follows the name and its slash in <paramref name="section"/>, which it matches; else empty.</summary>
    public string TargetOf(string section) => section.Length > Name.Length ? section[(Name.Length + 1)..] : "";
}
