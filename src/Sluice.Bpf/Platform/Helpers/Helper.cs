using System.Collections.Immutable;

namespace Sluice.Bpf.Platform;

/// <summary>A function of the platform that programs call by number.</summary>
/// <param name="Id">Linux's number, or one of Sluice's own from <see cref="Helpers.OwnBase"/>.</param>
/// <param name="Name">Its name, without <c>bpf_</c>.</param>
/// <param name="Returns">What it returns.</param>
/// <param name="Arguments">Its arguments, up to five.</param>
public sealed record Helper(int Id, string Name, Returns Returns, params ImmutableArray<Arg> Arguments)
{
    /// <summary>The program types that may call it.</summary>
    public ProgramTypeSet Programs { get; init; } = ProgramTypes.Base;

    /// <summary>Where a program type may call it at some of its attach points only.</summary>
    public ImmutableArray<AttachRule> OnlyAt { get; init; } = [];

    /// <summary>Signatures of certain program types, in place of the usual one.</summary>
    public ImmutableArray<HelperVariant> Variants { get; init; } = [];

    /// <summary>The map types that it takes, for a helper with an <see cref="ArgKind.Map"/> argument.</summary>
    public MapTypeSet Maps { get; init; }

    /// <summary>What it does besides returning a value.</summary>
    public Effects Effects { get; init; }

    /// <summary>Does it take what the registers behind its arguments hold too, as numbers (bpf_trace_printk)?</summary>
    public bool IsVariadic { get; init; }

    /// <summary>How many of r1 to r5 it reads.</summary>
    public int RegisterCount => IsVariadic ? 5 : Arguments.Length;

    /// <summary>Must the program's licence be compatible with the GPL for Linux to allow the call?</summary>
    public bool GplOnly { get; init; }

    /// <summary>The first Linux release that has it; null for Sluice's own.</summary>
    public Version? Since => KernelReleases.OfHelper(Id);

    /// <summary>Does it exist in process only?</summary>
    public bool IsOwn => Id >= Helpers.OwnBase;

    /// <summary>Does it have this effect?</summary>
    public bool Has(Effects effect) => (Effects & effect) != 0;

    /// <summary>May a program of this type call it?</summary>
    /// <param name="program">The program's type; that of its target for an extension.</param>
    /// <param name="place">Where it expects to be attached; null where nothing is known, which counts as the right place.</param>
    public bool IsAvailable(ProgramType program, AttachType? place = null)
    {
        if (!Programs.Contains(program))
            return false;
        if (place is null)
            return true;
        foreach (var rule in OnlyAt)
        {
            if (rule.Program == program && !rule.Places.Contains(place.Value))
                return false;
        }

        return true;
    }

    /// <summary>The signature that a program of this type sees.</summary>
    public (Returns Returns, ImmutableArray<Arg> Arguments) SignatureFor(ProgramType program)
    {
        foreach (var variant in Variants)
        {
            if (variant.Programs.Contains(program))
                return (variant.Returns, variant.Arguments);
        }

        return (Returns, Arguments);
    }

    /// <inheritdoc/>
    public bool Equals(Helper? other) => other is not null && other.Id == Id;

    /// <inheritdoc/>
    public override int GetHashCode() => Id;

    /// <inheritdoc/>
    public override string ToString() => $"bpf_{Name}#{Id}";
}
