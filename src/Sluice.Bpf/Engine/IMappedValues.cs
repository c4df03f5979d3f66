namespace Sluice.Bpf.Engine;

/// <summary>The values of a live map as memory: what is written is there for programs at once, in whatever pieces.</summary>
public interface IMappedValues : IDisposable
{
    /// <summary>The memory; not to be used once this is disposed.</summary>
    Span<byte> Bytes { get; }
}
