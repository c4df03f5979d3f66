namespace Sluice.Bpf.Platform;

/// <summary>What a kernel function demands and does, beyond its signature.</summary>
/// <remarks>include/linux/btf.h, KF_ACQUIRE and the following; the rest is what the kernel's verifier knows by name.</remarks>
[Flags]
public enum KernelFunctionFlags
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>What it returns, when not null, must be released on every path.</summary>
    Acquires = 1,

    /// <summary>It releases the object in its first argument.</summary>
    Releases = 2,

    /// <summary>It may return null.</summary>
    ReturnsNull = 4,

    /// <summary>The objects that it takes must be held or guaranteed to live.</summary>
    TakesTrusted = 8,

    /// <summary>The objects that it takes must at least be protected by RCU.</summary>
    TakesRcu = 16,

    /// <summary>It may sleep.</summary>
    MaySleep = 32,

    /// <summary>It makes the iterator in its first argument.</summary>
    MakesIterator = 64,

    /// <summary>It advances the iterator; null says that it is at its end, which it reaches.</summary>
    AdvancesIterator = 128,

    /// <summary>It ends the iterator.</summary>
    EndsIterator = 256,

    /// <summary>It returns an address in the arena.</summary>
    ReturnsArena = 512,

    /// <summary>It begins a section that RCU protects.</summary>
    LocksRcu = 1024,

    /// <summary>It ends such a section.</summary>
    UnlocksRcu = 2048,

    /// <summary>It begins a section that is not preempted.</summary>
    DisablesPreemption = 4096,

    /// <summary>It ends such a section.</summary>
    EnablesPreemption = 8192,

    /// <summary>The dynamic pointer that it makes leads into the packet.</summary>
    MakesPacketDynptr = 1 << 14,

    /// <summary>It returns memory behind a dynamic pointer of the constant size in its last argument.</summary>
    ReturnsSlice = 1 << 15,

    /// <summary>The memory that it returns may only be read.</summary>
    IsReadOnly = 1 << 16,

    /// <summary>It returns a kernel object whose type nobody checks, to be read only.</summary>
    Casts = 1 << 17,

    /// <summary>The dynamic pointer that it makes leads where that in its first argument does.</summary>
    ClonesDynptr = 1 << 18,

    /// <summary>What it gives lives only as long as RCU protects it (KF_RCU_PROTECTED).</summary>
    NeedsRcu = 1 << 19,

    /// <summary>It returns the kernel's own form of the context.</summary>
    CastsContext = 1 << 20,

    /// <summary>It keeps interrupts from coming, and notes in its first argument, on the stack, whether they came before.</summary>
    SavesInterrupts = 1 << 21,

    /// <summary>It lets them come again as was noted.</summary>
    RestoresInterrupts = 1 << 22,
}
