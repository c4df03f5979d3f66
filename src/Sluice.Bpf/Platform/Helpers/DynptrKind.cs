namespace Sluice.Bpf.Platform;

/// <summary>What a dynamic pointer points to.</summary>
/// <remarks>include/linux/bpf.h, enum bpf_dynptr_type.</remarks>
public enum DynptrKind : byte
{
    /// <summary>Whatever: the helper takes all kinds.</summary>
    Any,

    /// <summary>Memory of the program.</summary>
    Local,

    /// <summary>A record reserved in a ring buffer.</summary>
    RingBuffer,

    /// <summary>The packet.</summary>
    Packet,
}
