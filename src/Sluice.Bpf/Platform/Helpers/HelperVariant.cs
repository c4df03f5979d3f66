using System.Collections.Immutable;

namespace Sluice.Bpf.Platform;

/// <summary>The signature that some program types see in place of a helper's usual one.</summary>
/// <param name="Programs">Which program types.</param>
/// <param name="Returns">What it returns to them.</param>
/// <param name="Arguments">What it expects of them.</param>
public sealed record HelperVariant(ProgramTypeSet Programs, Returns Returns, params ImmutableArray<Arg> Arguments);
