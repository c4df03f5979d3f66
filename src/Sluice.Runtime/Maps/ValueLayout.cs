using System.Runtime.CompilerServices;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;
using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Maps;

/// <summary>How values are copied in and out: one or one per CPU, leaving the fields alone that belong to the platform.</summary>
/// <remarks>
/// A <c>struct bpf_spin_lock</c> or <c>struct bpf_timer</c> in a value is never written by an update and reads as zeros in a
/// copy (kernel: copy_map_value, check_and_init_map_value). Where they lie is found in the value's BTF type.
/// </remarks>
sealed unsafe class ValueLayout
{
    const string SpinLock = "bpf_spin_lock", Timer = "bpf_timer", WorkQueue = "bpf_wq";

    readonly int _size, _stride, _cpus;
    readonly nuint _cpuStride;
    readonly List<(int Offset, int Size)> _special = [];

    public ValueLayout(MapSpec spec, MapHeader* header)
    {
        _size = spec.ValueSize;
        _stride = header->Stride;
        _cpuStride = header->CpuStride;
        _cpus = spec.IsPerCpu ? header->CpuCount : 0;
        FindSpecialFields(spec.ValueType, 0);
    }

    /// <summary>Where the value's spin lock lies, or -1.</summary>
    public int LockOffset { get; private set; } = -1;

    /// <summary>Where the value's timer lies, or -1.</summary>
    public int TimerOffset { get; private set; } = -1;

    /// <summary>Does the value hold a lock or a timer?</summary>
    public bool HasSpecialFields => _special.Count > 0;

    /// <summary>Fills a new entry: <paramref name="cpu"/>'s value with zeros for the others, or all if it is null.</summary>
    public void Initialise(byte* target, byte* source, Cpu? cpu)
    {
        if (_cpus == 0)
        {
            Unsafe.CopyBlockUnaligned(target, source, (uint)_size);
            Unsafe.InitBlockUnaligned(target + _size, 0, (uint)(_stride - _size));
            ClearSpecial(target);
            return;
        }

        if (cpu is not null)
        {
            for (var id = 0; id < _cpus; id++)
                Unsafe.InitBlockUnaligned(target + ((nuint)id * _cpuStride), 0, (uint)_stride);
        }

        Overwrite(target, source, cpu);
    }

    /// <summary>Overwrites an entry in place: <paramref name="cpu"/>'s value only, or all if it is null.</summary>
    /// <remarks>User space passes the values of all CPUs, each rounded up to 8 bytes, and the padding is kept (bpf(2)).</remarks>
    public void Overwrite(byte* target, byte* source, Cpu? cpu)
    {
        if (_cpus == 0)
        {
            CopyAroundSpecial(target, source);
        }
        else if (cpu is not null)
        {
            Unsafe.CopyBlockUnaligned(target + ((nuint)cpu.Id * _cpuStride), source, (uint)_size);
        }
        else
        {
            for (var id = 0; id < _cpus; id++)
                Unsafe.CopyBlockUnaligned(target + ((nuint)id * _cpuStride), source + (id * _stride), (uint)_stride);
        }
    }

    /// <summary>Overwrites an entry while holding its own spin lock (BPF_F_LOCK).</summary>
    /// <returns>False if the lock did not come free.</returns>
    public bool TryOverwriteLocked(byte* target, byte* source)
    {
        ref var word = ref *(int*)(target + LockOffset);
        if (!WordLock.TryAcquire(ref word))
            return false;
        CopyAroundSpecial(target, source);
        WordLock.Release(ref word);
        return true;
    }

    /// <summary>Copies an entry to user space.</summary>
    public void CopyOut(byte* target, byte* source)
    {
        if (_cpus == 0)
        {
            Unsafe.CopyBlockUnaligned(target, source, (uint)_size);
            ClearSpecial(target);
            return;
        }

        for (var id = 0; id < _cpus; id++)
            Unsafe.CopyBlockUnaligned(target + (id * _stride), source + ((nuint)id * _cpuStride), (uint)_stride);
    }

    void CopyAroundSpecial(byte* target, byte* source)
    {
        var from = 0;
        foreach (var (offset, size) in _special)
        {
            Unsafe.CopyBlockUnaligned(target + from, source + from, (uint)(offset - from));
            from = offset + size;
        }

        Unsafe.CopyBlockUnaligned(target + from, source + from, (uint)(_size - from));
    }

    void ClearSpecial(byte* value)
    {
        foreach (var (offset, size) in _special)
            Unsafe.InitBlockUnaligned(value + offset, 0, (uint)size);
    }

    void FindSpecialFields(BtfType? type, int offset)
    {
        while (type is BtfTypedef or BtfQualifier)
            type = type is BtfTypedef typedef ? typedef.Target : ((BtfQualifier)type).Target;
        if (type is not BtfStruct { IsUnion: false } structure)
            return;
        if (structure.Name is SpinLock or Timer or WorkQueue)
        {
            if (offset + structure.Size > _size)
                return; // The type is larger than the value: not this value's layout.
            if (structure.Name == SpinLock)
                LockOffset = offset;
            if (structure.Name == Timer)
                TimerOffset = offset;
            _special.Add((offset, structure.Size));
            return;
        }

        foreach (var member in structure.Members.OrderBy(member => member.BitOffset))
            FindSpecialFields(member.Type, offset + member.Offset);
    }
}
