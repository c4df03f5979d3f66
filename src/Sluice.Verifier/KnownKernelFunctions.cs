using Sluice.Bpf.Linking;
using Sluice.Bpf.Platform;

namespace Sluice.Verifier;

/// <summary>A kernel that has all functions whose contracts are known, so that a verdict does not depend on the machine.</summary>
/// <remarks>Calls are known by their names (<see cref="LinkedProgram.KernelCalls"/>); the numbers mean nothing.</remarks>
sealed class KnownKernelFunctions : IKernelSymbols
{
    /// <summary>The only one.</summary>
    public static KnownKernelFunctions Instance { get; } = new();

    /// <inheritdoc/>
    public ulong? FindAddress(string name) => null;

    /// <inheritdoc/>
    public KernelTypeReference? FindVariable(string name) => null;

    /// <inheritdoc/>
    public KernelTypeReference? FindFunction(string name) => KernelFunctions.Find(name) is null ? null : new(1);
}
