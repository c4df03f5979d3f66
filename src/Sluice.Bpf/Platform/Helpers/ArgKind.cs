namespace Sluice.Bpf.Platform;

/// <summary>The kinds of arguments that helpers take.</summary>
/// <remarks>They follow the kernel's enum bpf_arg_type (include/linux/bpf.h), in this project's words.</remarks>
public enum ArgKind : byte
{
    /// <summary>Any initialised value. A pointer is taken as its address.</summary>
    Any,

    /// <summary>A number, never a pointer.</summary>
    Scalar,

    /// <summary>The constant 0.</summary>
    Zero,

    /// <summary>The program's context, unchanged.</summary>
    Context,

    /// <summary>A map.</summary>
    Map,

    /// <summary>Readable memory that holds a key of the map in the earlier argument.</summary>
    MapKey,

    /// <summary>Readable memory that holds a value of that map.</summary>
    MapValue,

    /// <summary>Memory, uninitialised or not, that the helper fills with a value of that map.</summary>
    MapValueOut,

    /// <summary>Readable, initialised memory of the size in the next argument.</summary>
    ReadMemory,

    /// <summary>Initialised memory of the size in the next argument that the helper reads and writes.</summary>
    ReadWriteMemory,

    /// <summary>Writable memory, uninitialised or not, of the size in the next argument.</summary>
    WriteMemory,

    /// <summary>Readable, initialised memory of <see cref="Arg.Size"/> bytes.</summary>
    FixedRead,

    /// <summary>Initialised memory of <see cref="Arg.Size"/> bytes that the helper reads and writes.</summary>
    FixedReadWrite,

    /// <summary>Writable memory, uninitialised or not, of <see cref="Arg.Size"/> bytes.</summary>
    FixedWrite,

    /// <summary>The size of the memory in the previous argument: a bounded number over 0.</summary>
    MemorySize,

    /// <summary>The size of the memory in the previous argument: a bounded number, 0 included.</summary>
    MemorySizeOrZero,

    /// <summary>The size of the memory that the helper returns: a constant.</summary>
    AllocationSize,

    /// <summary>A zero-terminated string in a read-only, frozen map.</summary>
    ConstantString,

    /// <summary>A place on the stack, handed on to a callback.</summary>
    Stack,

    /// <summary>A function of the program: <see cref="Arg.Prototype"/>.</summary>
    Callback,

    /// <summary>A <c>struct bpf_spin_lock</c> in a map value or in an allocated object.</summary>
    SpinLock,

    /// <summary>A <c>struct bpf_timer</c> in a map value.</summary>
    Timer,

    /// <summary>A full socket (struct bpf_sock).</summary>
    Socket,

    /// <summary>A socket of any state, as the socket helpers and contexts give it (struct bpf_sock).</summary>
    SocketCommon,

    /// <summary>A socket as in <see cref="SocketCommon"/>, or a kernel object that is a socket.</summary>
    AnySocket,

    /// <summary>A kernel object of type <see cref="Arg.TypeName"/>.</summary>
    Object,

    /// <summary>The address of a per-CPU variable or object.</summary>
    PerCpuObject,

    /// <summary>A record that a ring buffer reserved.</summary>
    RingBufferRecord,

    /// <summary>A field of a map value that holds a kernel pointer.</summary>
    KernelPointerSlot,

    /// <summary>A kernel pointer of the type of the slot in the previous argument.</summary>
    KernelPointer,

    /// <summary>A <c>struct bpf_dynptr</c> of kind <see cref="Arg.Dynptrs"/>.</summary>
    Dynptr,

    /// <summary>A place on the stack for a new <c>struct bpf_dynptr</c>.</summary>
    NewDynptr,

    /// <summary>An address in the program's arena, or a number that stands for one.</summary>
    Arena,

    /// <summary>An iterator of type <see cref="Arg.TypeName"/> on the stack, of <see cref="Arg.Size"/> bytes.</summary>
    Iterator,

    /// <summary>A kernel object of type <see cref="Arg.TypeName"/>, or memory of its <see cref="Arg.Size"/>.</summary>
    ObjectOrMemory,

    /// <summary>Anything, which the callee takes for a kernel object of type <see cref="Arg.TypeName"/>, or for memory, to read only.</summary>
    Loose,

    /// <summary>A <c>struct bpf_wq</c> in a map value.</summary>
    WorkQueue,
}
