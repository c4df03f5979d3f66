namespace Sluice.Bpf.Platform;

/// <summary>What a helper expects in an argument.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Flags">What else holds.</param>
public sealed record Arg(ArgKind Kind, ArgFlags Flags = ArgFlags.None)
{
#pragma warning disable CS1591 // The kinds say what each is.
    public static Arg Any { get; } = new(ArgKind.Any);
    public static Arg Scalar { get; } = new(ArgKind.Scalar);
    public static Arg Zero { get; } = new(ArgKind.Zero);
    public static Arg Context { get; } = new(ArgKind.Context);
    public static Arg ContextOrNull { get; } = new(ArgKind.Context, ArgFlags.Nullable);
    public static Arg Map { get; } = new(ArgKind.Map);
    public static Arg MapKey { get; } = new(ArgKind.MapKey);
    public static Arg MapValue { get; } = new(ArgKind.MapValue);
    public static Arg MapValueOrNull { get; } = new(ArgKind.MapValue, ArgFlags.Nullable);
    public static Arg MapValueOut { get; } = new(ArgKind.MapValueOut);
    public static Arg ReadMemory { get; } = new(ArgKind.ReadMemory);
    public static Arg ReadMemoryOrNull { get; } = new(ArgKind.ReadMemory, ArgFlags.Nullable);
    public static Arg ReadWriteMemory { get; } = new(ArgKind.ReadWriteMemory);
    public static Arg ReadWriteMemoryOrNull { get; } = new(ArgKind.ReadWriteMemory, ArgFlags.Nullable);
    public static Arg WriteMemory { get; } = new(ArgKind.WriteMemory);
    public static Arg WriteMemoryInMapValue { get; } = new(ArgKind.WriteMemory, ArgFlags.InMapValue);
    public static Arg MemorySize { get; } = new(ArgKind.MemorySize);
    public static Arg MemorySizeOrZero { get; } = new(ArgKind.MemorySizeOrZero);
    public static Arg AllocationSize { get; } = new(ArgKind.AllocationSize);
    public static Arg ConstantString { get; } = new(ArgKind.ConstantString);
    public static Arg StackOrNull { get; } = new(ArgKind.Stack, ArgFlags.Nullable);
    public static Arg SpinLock { get; } = new(ArgKind.SpinLock);
    public static Arg Timer { get; } = new(ArgKind.Timer, ArgFlags.InMapValue);
    public static Arg SocketOrNull { get; } = new(ArgKind.Socket, ArgFlags.Nullable);
    public static Arg SocketCommon { get; } = new(ArgKind.SocketCommon);
    public static Arg AnySocket { get; } = new(ArgKind.AnySocket);
    public static Arg AnySocketOrNull { get; } = new(ArgKind.AnySocket, ArgFlags.Nullable);
    public static Arg ReleasedSocket { get; } = new(ArgKind.AnySocket, ArgFlags.Releases);
    public static Arg PerCpuObject { get; } = new(ArgKind.PerCpuObject);
    public static Arg ReleasedRecord { get; } = new(ArgKind.RingBufferRecord, ArgFlags.Releases);
    public static Arg KernelPointerSlot { get; } = new(ArgKind.KernelPointerSlot);
    public static Arg ReleasedKernelPointerOrNull { get; } = new(ArgKind.KernelPointer, ArgFlags.Nullable | ArgFlags.Releases);
    public static Arg Dynptr { get; } = new(ArgKind.Dynptr);
#pragma warning restore CS1591

    /// <summary>Size in bytes of fixed-size memory; else 0.</summary>
    public int Size { get; init; }

    /// <summary>The type of the kernel object, without <c>struct</c>; else null.</summary>
    public string? TypeName { get; init; }

    /// <summary>What the helper calls the function with; else null.</summary>
    public CallbackPrototype? Prototype { get; init; }

    /// <summary>The dynamic pointers that it takes.</summary>
    public DynptrKind Dynptrs { get; init; }

    /// <summary>May the pointer be null?</summary>
    public bool IsNullable => (Flags & ArgFlags.Nullable) != 0;

    /// <summary>Does the call release what the argument refers to?</summary>
    public bool IsReleased => (Flags & ArgFlags.Releases) != 0;

    /// <summary>Is it memory of the program, whose extent the caller must check before the helper touches it?</summary>
    /// <remarks>Its size is the map's key or value size, <see cref="Size"/>, or the next argument
    /// (<see cref="IsSizedByNext"/>).</remarks>
    public bool IsMemory => Kind is >= ArgKind.MapKey and <= ArgKind.FixedWrite;

    /// <summary>Bytes of the kernel's structure in a map value that it points to, which the helper writes to; else 0.</summary>
    /// <remarks>struct bpf_spin_lock and struct bpf_timer of include/uapi/linux/bpf.h.</remarks>
    public int StructureSize => Kind switch
    {
        ArgKind.SpinLock => 4,
        ArgKind.Timer => 16,
        _ => 0,
    };

    /// <summary>Is it memory whose size is in the next argument?</summary>
    public bool IsSizedByNext => Kind is ArgKind.ReadMemory or ArgKind.ReadWriteMemory or ArgKind.WriteMemory;

    /// <summary>Does the helper read the memory, so that it must be initialised?</summary>
    public bool IsRead => Kind is ArgKind.MapKey or ArgKind.MapValue or ArgKind.ReadMemory or ArgKind.ReadWriteMemory
        or ArgKind.FixedRead or ArgKind.FixedReadWrite;

    /// <summary>Does the helper write to the memory?</summary>
    public bool IsWritten => Kind is ArgKind.MapValueOut or ArgKind.ReadWriteMemory or ArgKind.WriteMemory
        or ArgKind.FixedReadWrite or ArgKind.FixedWrite;

    /// <summary>Memory of <paramref name="size"/> bytes that is read.</summary>
    public static Arg FixedRead(int size) => new(ArgKind.FixedRead) { Size = size };

    /// <summary>Memory of <paramref name="size"/> bytes, aligned, that is read and written.</summary>
    public static Arg FixedReadWrite(int size) => new(ArgKind.FixedReadWrite, ArgFlags.Aligned) { Size = size };

    /// <summary>Memory of <paramref name="size"/> bytes, aligned, that is filled.</summary>
    public static Arg FixedWrite(int size) => new(ArgKind.FixedWrite, ArgFlags.Aligned) { Size = size };

    /// <summary>A kernel object of a type.</summary>
    public static Arg Object(string type) => new(ArgKind.Object) { TypeName = type };

    /// <summary>A kernel object of a type, or null.</summary>
    public static Arg ObjectOrNull(string type) => new(ArgKind.Object, ArgFlags.Nullable) { TypeName = type };

    /// <summary>A function of the program.</summary>
    public static Arg Callback(CallbackPrototype prototype) => new(ArgKind.Callback) { Prototype = prototype };

    /// <summary>A place for a new dynamic pointer.</summary>
    public static Arg NewDynptr(DynptrKind kind) => new(ArgKind.NewDynptr) { Dynptrs = kind };

    /// <summary>A dynamic pointer that the call releases.</summary>
    public static Arg ReleasedDynptr(DynptrKind kind) => new(ArgKind.Dynptr, ArgFlags.Releases) { Dynptrs = kind };

    /// <summary>The words used in messages and docs: <c>read memory</c>, <c>object tcp_sock or null</c>.</summary>
    public override string ToString()
    {
        var text = Words.Split(Kind.ToString());
        if (Size > 0)
            text += $" of {Size} B";
        if (TypeName is not null)
            text += $" {TypeName}";
        if (Prototype is not null)
            text += $" {Prototype.Name}";
        return IsNullable ? text + " or null" : text;
    }
}
