using Sluice.Bpf.Objects;

namespace Sluice.Chains.Code;

/// <summary>A map of a package's functions that chains of a unit access.</summary>
/// <param name="Package">The package it comes from.</param>
/// <param name="Name">Its name within the package.</param>
/// <param name="KeySize">Bytes of a key.</param>
/// <param name="ValueSize">Bytes of a value.</param>
public sealed record MapReference(string Package, string Name, int KeySize, int ValueSize)
{
    /// <summary>Its whole shape where the script itself declares it (its package is then empty); else null.</summary>
    public MapSpec? Spec { get; init; }

    /// <summary>The name that operations call it by: <c>package.name</c>.</summary>
    public string FullName => Package.Length == 0 ? Name : $"{Package}.{Name}";
}
