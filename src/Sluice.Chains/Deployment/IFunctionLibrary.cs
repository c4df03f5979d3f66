using Sluice.Bpf.Objects;

namespace Sluice.Chains.Deployment;

/// <summary>Where the objects of packages are found.</summary>
public interface IFunctionLibrary
{
    /// <summary>The object of a function or a loader, or null if the package has none of this name.</summary>
    /// <param name="package">The package.</param>
    /// <param name="name">The function's or the loader's name.</param>
    /// <exception cref="BpfFormatException">The file is no object.</exception>
    BpfObject? Find(string package, string name);
}
