using System.Collections.Immutable;

namespace Sluice.Chains.Functions;

/// <summary>What a package offers to scripts.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Functions">Functions that chains call.</param>
/// <param name="Loaders">Programs that hand packets to chains.</param>
public sealed record PackageSignature(
    string Name, ImmutableArray<FunctionSignature> Functions, ImmutableArray<LoaderSignature> Loaders);
