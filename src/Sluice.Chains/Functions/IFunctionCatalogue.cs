using System.Collections.Immutable;

namespace Sluice.Chains.Functions;

/// <summary>The packages that scripts can import from.</summary>
public interface IFunctionCatalogue
{
    /// <summary>The names of all packages.</summary>
    ImmutableArray<string> Packages { get; }

    /// <summary>What a package offers, or null if there is none of that name.</summary>
    PackageSignature? Find(string package);
}
