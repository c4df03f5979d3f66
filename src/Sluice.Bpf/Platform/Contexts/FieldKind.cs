namespace Sluice.Bpf.Platform;

/// <summary>What a program gets when it reads a field of its context.</summary>
/// <remarks>The register types that the kernel's …_is_valid_access functions hand out (net/core/filter.c).</remarks>
public enum FieldKind : byte
{
    /// <summary>A number.</summary>
    Scalar,

    /// <summary>The address of the packet's first byte.</summary>
    PacketStart,

    /// <summary>The address behind the packet's last byte: to compare with, never to read from.</summary>
    PacketEnd,

    /// <summary>The address of the metadata before the packet, which ends where the packet starts.</summary>
    PacketMeta,

    /// <summary>A full socket (<see cref="ContextLayouts.Socket"/>).</summary>
    Socket,

    /// <summary>A full socket, or null.</summary>
    SocketOrNull,

    /// <summary>A socket of any state (<see cref="ContextLayouts.SocketCommon"/>), or null.</summary>
    SocketCommonOrNull,

    /// <summary>A flow dissector's keys (<see cref="ContextLayouts.FlowKeys"/>).</summary>
    FlowKeys,

    /// <summary>A kernel object of type <see cref="ContextField.TypeName"/>.</summary>
    Object,

    /// <summary>An argument of what the program is attached to: its type is in the kernel's BTF.</summary>
    TypedArgument,

    /// <summary>The buffer of a writable tracepoint.</summary>
    TracepointBuffer,
}
