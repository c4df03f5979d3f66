using Sluice.Bpf.Btf;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Platform;

namespace Sluice.Verifier;

/// <summary>A kernel as its types describe it; without types, one that has all functions whose contracts are known, so that a
/// verdict does not depend on the machine.</summary>
/// <param name="types">The kernel's types, or null.</param>
/// <remarks>Calls are known by their names (<see cref="LinkedProgram.KernelCalls"/>); without types their numbers mean nothing.</remarks>
sealed class KnownKernel(BtfTypes? types) : IKernelSymbols
{
    /// <inheritdoc/>
    /// <remarks>Types say nothing of addresses.</remarks>
    public ulong? FindAddress(string name) => null;

    /// <inheritdoc/>
    public KernelTypeReference? FindVariable(string name) => types?.Find<BtfVariable>(name) is { } variable ? new(variable.Id) : null;

    /// <inheritdoc/>
    public KernelTypeReference? FindFunction(string name)
    {
        if (types is null)
            return KernelFunctions.Find(name) is null ? null : new(1);
        return types.Find<BtfFunction>(name) is { } function ? new(function.Id) : null;
    }
}
