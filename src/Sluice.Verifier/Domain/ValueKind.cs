namespace Sluice.Verifier.Domain;

/// <summary>What a register or a stack slot holds.</summary>
enum ValueKind : byte
{
    /// <summary>Nothing that was written.</summary>
    Uninitialised,

    /// <summary>Different kinds of values on different paths: it must not be used.</summary>
    Conflict,

    /// <summary>An address that is dead: the packet was moved, or the resource released.</summary>
    Dead,

    /// <summary>A number.</summary>
    Scalar,

    /// <summary>The program's context.</summary>
    Context,

    /// <summary>An address on the stack, of the frame <see cref="Value.Region"/>, from the frame's top.</summary>
    Stack,

    /// <summary>An address in the packet, from its first byte.</summary>
    Packet,

    /// <summary>An address in the metadata before the packet, from its first byte.</summary>
    PacketMeta,

    /// <summary>The address behind the packet's last byte.</summary>
    PacketEnd,

    /// <summary>A map: the index <see cref="Value.Region"/>.</summary>
    Map,

    /// <summary>An address in a value of the map <see cref="Value.Region"/>.</summary>
    MapValue,

    /// <summary>An address in a key of the map <see cref="Value.Region"/>, to read.</summary>
    MapKey,

    /// <summary>An address in <see cref="Value.Region"/> bytes of memory.</summary>
    Memory,

    /// <summary>A struct that the platform lays out: the layout <see cref="Value.Region"/>.</summary>
    Struct,

    /// <summary>
    /// A kernel object of the type <see cref="Value.Region"/>, 0 if it is not known, which happens in process only: reads
    /// follow the kernel's types, and those of what is gone by now do no harm.
    /// </summary>
    Object,

    /// <summary>A function of the program that starts at the slot <see cref="Value.Region"/>.</summary>
    Function,

    /// <summary>A dynamic pointer on the stack, of the kind <see cref="Value.Region"/>.</summary>
    Dynptr,

    /// <summary>An iterator on the stack, of the type <see cref="Value.Region"/>.</summary>
    Iterator,

    /// <summary>A pointer to a dynamic pointer that somebody else made, of the kind <see cref="Value.Region"/>.</summary>
    DynptrPointer,

    /// <summary>An address in the program's arena: every access to it is safe, as the kernel fixes up faults.</summary>
    Arena,

    /// <summary>An address in memory of the kernel that need not be there: reads do no harm, and nothing else is allowed.</summary>
    LooseMemory,

    /// <summary>An object of the type <see cref="Value.Region"/> in the memory of a process.</summary>
    UserObject,

    /// <summary>The address of an object of the type <see cref="Value.Region"/>, or of so many bytes if <see cref="Value.IsSized"/>, that each CPU has of its own.</summary>
    PerCpuObject,

    /// <summary>An address in a buffer whose size is checked when the program is attached, at a constant offset.</summary>
    Buffer,
}
