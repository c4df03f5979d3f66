namespace Sluice.Runtime.Memory;

/// <summary>The operating system refused memory.</summary>
public sealed class NativeMemoryException(nuint length, string reason)
    : Exception($"cannot reserve {length} bytes of memory: {reason}")
{
    /// <summary>Bytes asked for.</summary>
    public nuint Length { get; } = length;
}
