using System.Collections.Immutable;

namespace Sluice.Bpf.Platform;

/// <summary>What the platform knows of a program type.</summary>
/// <param name="Type">The type.</param>
/// <param name="Name">Its name as bpftool prints it.</param>
/// <param name="Sections">How libbpf's section names for it begin, the usual one first.</param>
/// <param name="Context">What r1 points to.</param>
/// <param name="Major">The Linux release that brought it, before the dot; 0 for Sluice's own.</param>
/// <param name="Minor">And after the dot.</param>
public sealed record ProgramTypeInfo(
    ProgramType Type, string Name, ImmutableArray<string> Sections, ContextLayout Context, int Major, int Minor)
{
    /// <summary>What it may do with the packet itself.</summary>
    public PacketAccess Packet { get; init; }

    /// <summary>May it hand memory of the packet to helpers?</summary>
    public PacketArguments PacketArguments { get; init; }

    /// <summary>Does it have the legacy packet loads (RFC 9669 section 5.5)?</summary>
    public bool HasLegacyLoads { get; init; }

    /// <summary>What it may return, unless <see cref="RangesAt"/> says otherwise; null for any value.</summary>
    public ReturnRange? Range { get; init; }

    /// <summary>What it may return at certain places.</summary>
    public ImmutableArray<PlaceRange> RangesAt { get; init; } = [];

    /// <summary>The first Linux release that has it; null for Sluice's own.</summary>
    public Version? Since => Major == 0 ? null : new(Major, Minor);

    /// <summary>Does it exist in process only?</summary>
    public bool IsOwn => Major == 0;

    /// <summary>The helpers that it may call at some place.</summary>
    public IEnumerable<Helper> Helpers => Platform.Helpers.All.Where(helper => helper.Programs.Contains(Type));

    /// <summary>What it may return at a place; null for any value.</summary>
    public ReturnRange? RangeAt(AttachType? place)
    {
        if (place is not null)
        {
            foreach (var entry in RangesAt)
            {
                if (entry.Places.Contains(place.Value))
                    return entry.Range;
            }
        }

        return Range;
    }

    /// <inheritdoc/>
    public bool Equals(ProgramTypeInfo? other) => other is not null && other.Type == Type;

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Type;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
