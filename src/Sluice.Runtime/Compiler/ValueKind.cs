namespace Sluice.Runtime.Compiler;

/// <summary>What is known of a register's value when a program is compiled.</summary>
enum ValueKind : byte
{
    /// <summary>Nothing has reached this place yet.</summary>
    Unreached,

    /// <summary>A number, at most <see cref="Value.Number"/>, or an address of which nothing is known.</summary>
    Any,

    /// <summary>Exactly <see cref="Value.Number"/>; the name of <see cref="Value.Map"/> if that is set.</summary>
    Constant,

    /// <summary>The function's r10 plus <see cref="Value.Offset"/>.</summary>
    Frame,

    /// <summary>The context plus <see cref="Value.Offset"/>.</summary>
    Context,

    /// <summary>A value of <see cref="Value.Map"/> plus <see cref="Value.Offset"/>; null if it is nullable.</summary>
    MapValue,

    /// <summary>An address in the packet: the base <see cref="Value.Id"/> plus <see cref="Value.Offset"/>.</summary>
    Packet,

    /// <summary>The address behind the packet.</summary>
    PacketEnd,

    /// <summary>The packet's length.</summary>
    PacketLength,
}
