using System.Collections.Immutable;
using Sluice.Bpf.Objects;

namespace Sluice.Click.Programs;

/// <summary>A script of chains as an object.</summary>
/// <param name="Object">The object: XDP programs, the loaders.</param>
/// <param name="Loader">The name of the program that hands packets to a chain.</param>
/// <param name="Entries">What the script puts into maps before the first packet.</param>
public sealed record ChainProgram(
    BpfObject Object, string Loader, ImmutableArray<(string Map, ImmutableArray<byte> Key, ImmutableArray<byte> Value)> Entries);
