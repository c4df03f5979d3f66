using System.Collections.Immutable;
using Sluice.Bpf.Objects;
using Sluice.Chains.Deployment;

namespace Sluice.Chains.Functions;

/// <summary>The packages that come with Sluice, and those of the user's folders.</summary>
/// <remarks>
/// A package is read when it is first asked for, and once. A folder's package hides a shipped one of its name. Loaders of
/// the shipped package <c>loaders</c> can be imported from every package, as published scripts do. Safe to share between
/// threads.
/// </remarks>
public sealed class PackageCatalogue : IFunctionCatalogue, IFunctionLibrary
{
    const string Loaders = "loaders";

    readonly ImmutableArray<PackageSource> _sources;
    readonly Dictionary<string, PackageContents> _read = new(StringComparer.Ordinal);
    readonly Lock _lock = new();

    /// <summary>Opens the shipped packages, and those of folders.</summary>
    /// <param name="folders">Folders whose folders are packages: <c>folder/package/name.bpf.o</c>. The first that has a
    /// package counts.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public PackageCatalogue(params ReadOnlySpan<string> folders)
    {
        var sources = ImmutableArray.CreateBuilder<PackageSource>(folders.Length + 1);
        foreach (var folder in folders)
            sources.Add(PackageSource.OfFolder(folder));
        sources.Add(PackageSource.Shipped);
        _sources = sources.MoveToImmutable();
        Packages = [.. _sources.SelectMany(source => source.Packages).Where(name => name != Loaders).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The packages that come with Sluice.</summary>
    public static PackageCatalogue Shipped { get; } = new();

    /// <inheritdoc/>
    /// <remarks>Without aliases.</remarks>
    public ImmutableArray<string> Packages { get; }

    /// <inheritdoc/>
    /// <exception cref="BpfFormatException">A file of the package is no object.</exception>
    /// <exception cref="FunctionFormatException">A function of the package cannot be called by chains.</exception>
    public PackageSignature? Find(string package)
    {
        if (PackageAliases.Everything.Contains(package) && SourceOf(package) is null)
        {
            var all = Packages.Select(name => Contents(name)!.Signature).ToArray();
            return WithShippedLoaders(new(package, [.. all.SelectMany(one => one.Functions).DistinctBy(function => function.Name)],
                [.. all.SelectMany(one => one.Loaders).DistinctBy(loader => loader.Name)]));
        }

        return Contents(Resolve(package)) is { } contents ? WithShippedLoaders(contents.Signature) : null;
    }

    /// <inheritdoc/>
    /// <remarks>Names are those of signatures, without aliases.</remarks>
    /// <exception cref="BpfFormatException">A file of the package is no object.</exception>
    /// <exception cref="FunctionFormatException">A function of the package cannot be called by chains.</exception>
    public BpfObject? Find(string package, string name) =>
        Contents(Resolve(package))?.Objects.GetValueOrDefault(name) ?? Contents(Loaders)?.Objects.GetValueOrDefault(name);

    string Resolve(string package) => SourceOf(package) is null ? PackageAliases.One.GetValueOrDefault(package, package) : package;

    PackageSource? SourceOf(string package) => _sources.FirstOrDefault(source => source.Packages.Contains(package));

    PackageSignature WithShippedLoaders(PackageSignature package) => package with
    {
        Loaders = [.. package.Loaders.Concat(Contents(Loaders)!.Signature.Loaders).DistinctBy(loader => loader.Name)],
    };

    PackageContents? Contents(string package)
    {
        lock (_lock)
        {
            if (!_read.TryGetValue(package, out var contents) && SourceOf(package) is { } source)
                _read.Add(package, contents = PackageContents.Read(package, source));
            return contents;
        }
    }
}
