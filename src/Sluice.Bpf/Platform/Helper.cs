using System.Collections.Immutable;

namespace Sluice.Bpf.Platform;

/// <summary>A function of the platform that programs call by number.</summary>
/// <param name="Id">Linux's number.</param>
/// <param name="Name">Its name, without <c>bpf_</c>.</param>
/// <param name="Returns">What it returns.</param>
/// <param name="Arguments">Its arguments, up to five.</param>
public sealed record Helper(int Id, string Name, Returns Returns, params ImmutableArray<Arg> Arguments)
{
    /// <inheritdoc/>
    public override string ToString() => $"bpf_{Name}#{Id}";
}
