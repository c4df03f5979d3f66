using System.Collections.Frozen;
using System.Collections.Immutable;
using Sluice.Bpf.Objects;

namespace Sluice.Chains.Functions;

/// <summary>A package that has been read.</summary>
/// <param name="Signature">What it offers.</param>
/// <param name="Objects">The object of each function and loader.</param>
sealed record PackageContents(PackageSignature Signature, FrozenDictionary<string, BpfObject> Objects)
{
    /// <summary>Reads a package.</summary>
    /// <exception cref="BpfFormatException">A file is no object.</exception>
    /// <exception cref="FunctionFormatException">A function cannot be called by chains, or two bear one name.</exception>
    public static PackageContents Read(string package, PackageSource source)
    {
        var (functions, loaders) = (ImmutableArray.CreateBuilder<FunctionSignature>(), ImmutableArray.CreateBuilder<LoaderSignature>());
        var objects = new Dictionary<string, BpfObject>(StringComparer.Ordinal);
        foreach (var (file, @object) in source.Read(package))
        {
            var reader = new SignatureReader(package, file, @object);
            var first = (Functions: functions.Count, Loaders: loaders.Count);
            functions.AddRange(reader.Functions());
            loaders.AddRange(reader.Loaders());
            foreach (var name in functions.Skip(first.Functions).Select(function => function.Name)
                .Concat(loaders.Skip(first.Loaders).Select(loader => loader.Name)))
            {
                if (!objects.TryAdd(name, @object))
                    throw new FunctionFormatException(file, name, $"the name of one in {objects[name].Name}.bpf.o", "another: a package has each name once");
            }
        }

        return new(new(package, functions.ToImmutable(), loaders.ToImmutable()), objects.ToFrozenDictionary(StringComparer.Ordinal));
    }
}
