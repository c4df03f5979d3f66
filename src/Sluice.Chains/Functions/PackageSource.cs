using System.Collections.Immutable;
using System.Reflection;
using Sluice.Bpf.Objects;

namespace Sluice.Chains.Functions;

/// <summary>Where the objects of packages lie: within the library, or in a folder of the user.</summary>
/// <param name="packages">The files of each package.</param>
/// <param name="read">Reads one, by its name.</param>
sealed class PackageSource(ILookup<string, string> packages, Func<string, BpfObject> read)
{
    const string Extension = ".bpf.o", Programs = "programs/";

    /// <summary>The packages that come with Sluice.</summary>
    public static PackageSource Shipped { get; } = OfResources(typeof(PackageSource).Assembly);

    /// <summary>The names of the packages.</summary>
    public ImmutableArray<string> Packages { get; } = [.. packages.Select(package => package.Key).Order(StringComparer.Ordinal)];

    /// <summary>A folder whose folders are packages: <c>folder/package/name.bpf.o</c>.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static PackageSource OfFolder(string folder)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{folder}: found no such folder, expected one whose folders are packages of functions");
        return new(Directory.GetDirectories(folder)
            .SelectMany(package => Directory.GetFiles(package, $"*{Extension}").Order(StringComparer.Ordinal)
                .Select(file => (Package: Path.GetFileName(package), File: file)))
            .ToLookup(entry => entry.Package, entry => entry.File), BpfObject.Load);
    }

    /// <summary>Reads all objects of a package.</summary>
    /// <exception cref="BpfFormatException">A file is no object.</exception>
    public IEnumerable<(string File, BpfObject Object)> Read(string package) => packages[package].Select(file => (file, read(file)));

    static PackageSource OfResources(Assembly assembly) => new(
        assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Programs, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToLookup(name => name[Programs.Length..name.LastIndexOf('/')]),
        name => ReadResource(assembly, name));

    static BpfObject ReadResource(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var image = new byte[stream.Length];
        stream.ReadExactly(image);
        return BpfObject.Read(image, name);
    }
}
