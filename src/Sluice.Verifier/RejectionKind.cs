namespace Sluice.Verifier;

/// <summary>The classes of reasons for which a program is rejected. <see cref="RejectionTitles"/> has their titles.</summary>
public enum RejectionKind
{
    /// <summary>The code does not have the shape of a program.</summary>
    Malformed,

    /// <summary>Some instructions can never be reached.</summary>
    UnreachableCode,

    /// <summary>A register is read before it was written.</summary>
    UninitialisedRegister,

    /// <summary>A stack byte is read before it was written.</summary>
    UninitialisedStack,

    /// <summary>A register holds different kinds of values on different paths, and is used.</summary>
    MixedTypes,

    /// <summary>A number is used as an address.</summary>
    NotAPointer,

    /// <summary>A pointer that may be null is used.</summary>
    NullPointer,

    /// <summary>An access outside the known bytes of the packet.</summary>
    PacketBounds,

    /// <summary>An access outside the metadata before the packet.</summary>
    MetadataBounds,

    /// <summary>An access outside a function's stack.</summary>
    StackBounds,

    /// <summary>An access outside a map's value or key.</summary>
    MapValueBounds,

    /// <summary>An access outside other memory: a record, a helper's buffer.</summary>
    MemoryBounds,

    /// <summary>An access to the context, or to a kernel struct, that its layout does not allow.</summary>
    ContextAccess,

    /// <summary>A write to memory that may only be read.</summary>
    ReadOnlyMemory,

    /// <summary>An access to memory that programs never touch directly: a map, the packet's end, a lock.</summary>
    ForbiddenAccess,

    /// <summary>An access that is not aligned where it must be.</summary>
    Misaligned,

    /// <summary>Arithmetic that a pointer does not allow.</summary>
    PointerArithmetic,

    /// <summary>A comparison that pointers do not allow.</summary>
    PointerComparison,

    /// <summary>An address would be visible to others.</summary>
    PointerLeak,

    /// <summary>A pointer into the packet is used after the packet was moved, or one to a resource after its release.</summary>
    StalePointer,

    /// <summary>A helper that nobody knows.</summary>
    UnknownHelper,

    /// <summary>A helper that this program may not call.</summary>
    UnavailableHelper,

    /// <summary>A helper's argument is of the wrong kind.</summary>
    HelperArgument,

    /// <summary>The size of a helper's memory is not bounded.</summary>
    HelperSize,

    /// <summary>A helper that takes a licence compatible with the GPL.</summary>
    Licence,

    /// <summary>A resource is not released on some path.</summary>
    ReferenceLeak,

    /// <summary>A resource is released that is not held.</summary>
    BadRelease,

    /// <summary>A lock is taken twice, not released, or something forbidden is done under it.</summary>
    Lock,

    /// <summary>What the program returns is not a value that its type allows.</summary>
    ReturnValue,

    /// <summary>A loop has no proved bound.</summary>
    UnboundedLoop,

    /// <summary>Functions call each other in a circle.</summary>
    Recursion,

    /// <summary>Calls nest too deep, or take too much stack.</summary>
    CallDepth,

    /// <summary>An instruction whose CO-RE relocation has no answer on the target is reached.</summary>
    UnresolvedRelocation,

    /// <summary>An instruction that this verifier, or the platform for this program type, does not support.</summary>
    Unsupported,

    /// <summary>The analysis took more than its allowance.</summary>
    TooComplex,
}
