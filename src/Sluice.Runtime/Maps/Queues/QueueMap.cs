using System.Runtime.CompilerServices;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Memory;

namespace Sluice.Runtime.Maps.Queues;

/// <summary>A queue or a stack: values without keys, that are pushed, popped and peeked at.</summary>
/// <remarks>kernel/bpf/queue_stack_maps.c. A push with BPF_EXIST into a full one drops the oldest value.</remarks>
sealed unsafe class QueueMap : RuntimeMap
{
    readonly NativeRegion _values;
    readonly bool _isStack;
    uint _first, _count;
    int _lock;

    /// <exception cref="NativeMemoryException">There is no room.</exception>
    public QueueMap(BpfRuntime runtime, MapSpec spec)
        : base(runtime, spec, AllocateState<MapHeader>(), NoLookup.Lookup)
    {
        _isStack = spec.Type == MapType.Stack;
        _values = NativeRegion.Reserve((nuint)(uint)spec.MaxEntries * (uint)Header->Stride);
        Header->Values = _values.Address;
        Header->ValuesLength = (nuint)(uint)spec.MaxEntries * (uint)Header->Stride;
    }

    /// <inheritdoc/>
    public override long PushFromProgram(Cpu cpu, byte* value, ulong flags) => -(long)Push(value, flags);

    /// <inheritdoc/>
    public override long PopFromProgram(Cpu cpu, byte* value) => -(long)Get(value, remove: true);

    /// <inheritdoc/>
    public override long PeekFromProgram(Cpu cpu, byte* value) => -(long)Get(value, remove: false);

    private protected override Errno CopyValue(byte* key, byte* value) => Get(value, remove: false);

    private protected override Errno TakeValue(byte* key, byte* value) => Get(value, remove: true);

    // From user space an update is a push; a program's bpf_map_update_elem is refused.
    private protected override Errno Update(Cpu? cpu, byte* key, byte* value, ulong flags) =>
        cpu is null ? Push(value, flags) : Errno.InvalidArgument;

    private protected override Errno Delete(Cpu? cpu, byte* key) => Errno.InvalidArgument;

    private protected override Errno CopyNextKey(byte* key, byte* next) => Errno.InvalidArgument;

    private protected override void FreeMemory() => _values.Dispose();

    Errno Push(byte* value, ulong flags)
    {
        if (flags is not ((ulong)UpdateFlags.Any or (ulong)UpdateFlags.Exist))
            return Errno.InvalidArgument;
        var capacity = (uint)Spec.MaxEntries;
        WordLock.Acquire(ref _lock);
        var error = Errno.None;
        if (_count == capacity && flags == (ulong)UpdateFlags.Exist)
        {
            _first = (_first + 1) % capacity;
            _count--;
        }

        if (_count < capacity)
            Unsafe.CopyBlockUnaligned(Value(_first + (ulong)_count++), value, (uint)Spec.ValueSize);
        else
            error = Errno.TooBig;
        WordLock.Release(ref _lock);
        return error;
    }

    Errno Get(byte* value, bool remove)
    {
        WordLock.Acquire(ref _lock);
        var found = _count > 0;
        if (found)
        {
            Unsafe.CopyBlockUnaligned(value, Value(_isStack ? _first + (ulong)_count - 1 : _first), (uint)Spec.ValueSize);
            if (remove)
            {
                _count--;
                if (!_isStack)
                    _first = (_first + 1) % (uint)Spec.MaxEntries;
            }
        }

        WordLock.Release(ref _lock);
        if (!found)
            Unsafe.InitBlockUnaligned(value, 0, (uint)Spec.ValueSize);
        return found ? Errno.None : Errno.NotFound;
    }

    byte* Value(ulong place) => Header->Values + ((nuint)(place % (uint)Spec.MaxEntries) * (uint)Header->Stride);
}
