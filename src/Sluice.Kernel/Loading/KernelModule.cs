using Sluice.Bpf.Btf;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Loading;

/// <summary>A loaded module with types of its own.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Descriptor">Its BTF in the kernel.</param>
/// <param name="Types">The same, read.</param>
sealed record KernelModule(string Name, BpfDescriptor Descriptor, BtfTypes Types) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Descriptor.Dispose();
}
