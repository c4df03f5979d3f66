using Sluice.Bpf.Engine;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Maps;

/// <summary>The values of an array in the kernel, mapped into this process.</summary>
sealed unsafe class MappedValues(BpfDescriptor descriptor, int length, string map) : IMappedValues
{
    readonly MappedMemory _memory = new(descriptor, 0, length, writable: true, $"map '{map}'");

    /// <inheritdoc/>
    public Span<byte> Bytes => new(_memory.Address, length);

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();
}
