using Sluice.Bpf.Objects;

namespace Sluice.Chains.Deployment;

/// <summary>The packages of a folder: <c>folder/package/name.bpf.o</c>, loaders perhaps in <c>folder/loaders</c>.</summary>
/// <param name="folder">The folder.</param>
/// <remarks>Each object is read once. Not safe to share between threads.</remarks>
public sealed class FolderLibrary(string folder) : IFunctionLibrary
{
    const string Loaders = "loaders";

    readonly Dictionary<string, BpfObject> _read = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public BpfObject? Find(string package, string name)
    {
        foreach (var place in new[] { package, Loaders })
        {
            var path = Path.Combine(folder, place, $"{name}.bpf.o");
            if (_read.TryGetValue(path, out var known))
                return known;
            if (File.Exists(path))
                return _read[path] = BpfObject.Load(path);
        }

        return null;
    }
}
