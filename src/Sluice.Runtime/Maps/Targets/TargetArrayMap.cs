using System.Runtime.CompilerServices;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps.Arrays;
using Sluice.Runtime.Memory;

namespace Sluice.Runtime.Maps.Targets;

/// <summary>An array of things to redirect packets to: interfaces (devmap), CPUs (cpumap) or AF_XDP sockets (xskmap).</summary>
/// <remarks>
/// An entry is there if its first word is not 0: the interface's index, the CPU's queue size, or a number that the host
/// chose for the socket; the last has no descriptor in process. What a redirect does with it is the host's affair. The
/// second word of an 8-byte value names a program to run at the target; only the kernel can, so it must not
/// (kernel/bpf/devmap.c, kernel/bpf/cpumap.c, net/xdp/xskmap.c).
/// </remarks>
sealed unsafe class TargetArrayMap : RuntimeMap
{
    // CPUMAP: the longest queue (kernel/bpf/cpumap.c, "16384").
    const uint MaxCpuQueue = 16384;

    readonly NativeRegion _values;

    /// <exception cref="NativeMemoryException">There is no room.</exception>
    public TargetArrayMap(BpfRuntime runtime, MapSpec spec)
        : base(runtime, spec, AllocateState<MapHeader>(), Find)
    {
        Header->ValuesLength = (nuint)(uint)spec.MaxEntries * (uint)Header->Stride;
        _values = NativeRegion.Reserve(Header->ValuesLength);
        Header->Values = _values.Address;
    }

    /// <summary>Checks the value of a devmap, in an array or in a hash.</summary>
    public static Errno CheckDevice(byte* value, int size)
    {
        var index = *(uint*)value;
        var program = size > sizeof(uint) ? *(int*)(value + sizeof(uint)) : 0;
        return program > 0 ? Errno.InvalidArgument
            : index > int.MaxValue ? Errno.InvalidArgument
            : Errno.None;
    }

    private protected override Errno CopyValue(byte* key, byte* value)
    {
        if (Spec.Type == MapType.XskMap)
            return Errno.OperationNotSupported;
        var entry = Find(Header, key);
        if (entry == null)
            return Errno.NotFound;
        Unsafe.CopyBlockUnaligned(value, entry, (uint)Spec.ValueSize);
        return Errno.None;
    }

    private protected override Errno Update(Cpu? cpu, byte* key, byte* value, ulong flags)
    {
        if (cpu is not null || flags > (ulong)UpdateFlags.Exist)
            return Errno.InvalidArgument;
        var entry = ArrayLookup.Lookup(Header, key);
        if (entry == null)
            return Errno.TooBig;
        var error = Spec.Type switch
        {
            MapType.XskMap => CheckSocket(*(uint*)entry, value, flags),
            _ when flags == (ulong)UpdateFlags.NoExist => Errno.Exists,
            MapType.CpuMap => CheckCpu(*(uint*)key, value),
            _ => CheckDevice(value, Spec.ValueSize),
        };
        if (error == Errno.None)
            Write(entry, *(uint*)value);
        return error;
    }

    private protected override Errno Delete(Cpu? cpu, byte* key)
    {
        var entry = cpu is null ? ArrayLookup.Lookup(Header, key) : null;
        if (entry == null)
            return Errno.InvalidArgument;
        Write(entry, 0);
        return Errno.None;
    }

    private protected override Errno CopyNextKey(byte* key, byte* next) => IndexKeys.Next(key, next, Spec.MaxEntries);

    private protected override void FreeMemory() => _values.Dispose();

    static byte* Find(MapHeader* map, byte* key)
    {
        var entry = ArrayLookup.Lookup(map, key);
        return entry != null && Volatile.Read(ref *(uint*)entry) != 0 ? entry : null;
    }

    static Errno CheckSocket(uint current, byte* value, ulong flags)
    {
        if (*(uint*)value == 0)
            return Errno.BadDescriptor;
        return flags == (ulong)UpdateFlags.NoExist && current != 0 ? Errno.Exists
            : flags == (ulong)UpdateFlags.Exist && current == 0 ? Errno.NotFound
            : Errno.None;
    }

    Errno CheckCpu(uint cpu, byte* value)
    {
        if (*(uint*)value > MaxCpuQueue)
            return Errno.Overflow;
        if (cpu >= (uint)Header->CpuCount)
            return Errno.NoDevice;
        return Spec.ValueSize > sizeof(uint) && *(int*)(value + sizeof(uint)) > 0 ? Errno.InvalidArgument : Errno.None;
    }

    /// <summary>The second word is always 0: there is no program at the target.</summary>
    static void Write(byte* entry, uint target) => Volatile.Write(ref *(ulong*)entry, target);
}
