using System.Collections.Immutable;

namespace Sluice.Chains.Functions;

/// <summary>A catalogue of packages that are known beforehand.</summary>
/// <param name="packages">The packages.</param>
public sealed class FunctionCatalogue(params ImmutableArray<PackageSignature> packages) : IFunctionCatalogue
{
    /// <inheritdoc/>
    public ImmutableArray<string> Packages { get; } = [.. packages.Select(package => package.Name)];

    /// <inheritdoc/>
    public PackageSignature? Find(string package) => packages.FirstOrDefault(known => known.Name == package);
}
