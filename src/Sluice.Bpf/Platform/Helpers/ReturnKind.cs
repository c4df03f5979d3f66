namespace Sluice.Bpf.Platform;

/// <summary>The kinds of what helpers return.</summary>
/// <remarks>They follow the kernel's enum bpf_return_type (include/linux/bpf.h), in this project's words.</remarks>
public enum ReturnKind : byte
{
    /// <summary>A number.</summary>
    Scalar,

    /// <summary>0, or a negated <see cref="Errno"/>. Linux's verifier knows no more than that it is a number.</summary>
    Error,

    /// <summary>A size up to the one in <see cref="Returns.Argument"/>, or a negated <see cref="Errno"/>.</summary>
    SizeOrError,

    /// <summary>The number of a CPU: at least 0 and under the number of possible CPUs.</summary>
    CpuNumber,

    /// <summary>Nothing: r0 is not defined.</summary>
    Nothing,

    /// <summary>
    /// The address of a value of the map in the arguments; for maps that hold maps or sockets, what
    /// <see cref="MapTypeInfo.Lookup"/> says.
    /// </summary>
    MapValue,

    /// <summary>A full socket (struct bpf_sock).</summary>
    Socket,

    /// <summary>A TCP socket (struct bpf_tcp_sock).</summary>
    TcpSocket,

    /// <summary>A socket of any state (struct bpf_sock).</summary>
    SocketCommon,

    /// <summary>A ring buffer's record, writable, of the size in <see cref="Returns.Argument"/>.</summary>
    RingBufferRecord,

    /// <summary>Memory behind a dynamic pointer, of the size in <see cref="Returns.Argument"/>.</summary>
    DynptrSlice,

    /// <summary>A kernel object of type <see cref="Returns.TypeName"/>.</summary>
    Object,

    /// <summary>A per-CPU variable or object of the type of the first argument, to read.</summary>
    PerCpuObject,

    /// <summary>A kernel pointer of the type of the slot in the first argument.</summary>
    KernelPointer,
}
