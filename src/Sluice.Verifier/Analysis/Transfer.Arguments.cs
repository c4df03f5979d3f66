using System.Collections.Immutable;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Verifier.Domain;
using Sluice.Verifier.States;

namespace Sluice.Verifier.Analysis;

// Arguments of helpers, by their kinds.
sealed partial class Transfer
{
    const int DynptrSize = 16;
    const long MaxMemorySize = 1L << 29; // include/linux/bpf_verifier.h, BPF_MAX_VAR_SIZ.
    const ulong MaxLoops = 1 << 23; // include/linux/bpf.h, BPF_MAX_LOOPS.

    delegate void ArgumentCheck(Transfer transfer, int register, in Value value, in Arg argument);

    static readonly ArgumentCheck[] s_checks = Checks();

    void CheckArgument(int index, ImmutableArray<Arg> arguments)
    {
        var (register, argument) = (index + 1, arguments[index]);
        var value = Read(register);
        if (index == 0)
            _call.SharedReference = value.Reference;
        if (argument.IsReleased)
            Release(register, value, argument);
        if (argument.IsNullable && value.IsZero && !argument.IsSizedByNext)
            return;
        if (value.IsNullable && !(argument.IsNullable && argument.Kind == ArgKind.FixedReadWrite && _helper.Id < 0)
            && !(argument.IsNullable && argument.Kind is ArgKind.MapValue or ArgKind.Object or ArgKind.AnySocket or ArgKind.Socket or ArgKind.ObjectOrMemory) && argument.Kind is not (ArgKind.Any or ArgKind.Loose))
        {
            throw Reject(RejectionKind.NullPointer, $"hands r{register}, {ValueText.Noun(value)}, to {Callee}", $"check r{register} for null before the call");
        }

        if (argument.IsSizedByNext)
            CheckSizedMemory(register, value, argument, arguments[index + 1]);
        else
            s_checks[(int)argument.Kind](this, register, value, argument);
    }

    static ArgumentCheck[] Checks()
    {
        var checks = new ArgumentCheck[Enum.GetValues<ArgKind>().Length];
        Array.Fill(checks, static (_, _, in _, in _) => { });
        checks[(int)ArgKind.Scalar] = static (transfer, register, in value, in argument) => transfer.Demand(value.IsScalar, register, value, argument);
        checks[(int)ArgKind.Zero] = static (transfer, register, in value, in argument) => transfer.Demand(value.IsZero, register, value, argument);
        checks[(int)ArgKind.Context] = static (transfer, register, in value, in argument) =>
            transfer.Demand((value is { Kind: ValueKind.Context, Offset: 0 } && value.Number.IsConstant) || (transfer.IsRaw && value is { Kind: ValueKind.Packet, Id: 0, Offset: 0 }), register, value, argument);
        checks[(int)ArgKind.Map] = static (transfer, register, in value, in argument) => transfer.CheckMapArgument(register, value, argument);
        checks[(int)ArgKind.MapKey] = static (transfer, register, in value, in argument) => transfer.CheckKey(register, value, argument);
        checks[(int)ArgKind.MapValue] = static (transfer, register, in value, in argument) => transfer.CheckMapValue(register, value, argument);
        checks[(int)ArgKind.MapValueOut] = static (transfer, register, in value, in argument) => transfer.CheckMemory(register, value, argument, transfer.ArgumentMap.ValueSize);
        foreach (var kind in new[] { ArgKind.FixedRead, ArgKind.FixedReadWrite, ArgKind.FixedWrite })
            checks[(int)kind] = static (transfer, register, in value, in argument) => transfer.CheckMemory(register, value, argument, argument.Size);
        checks[(int)ArgKind.AllocationSize] = static (transfer, register, in value, in _) => transfer.CheckAllocation(register, value);
        checks[(int)ArgKind.ConstantString] = static (transfer, register, in value, in argument) => transfer.CheckString(register, value, argument);
        checks[(int)ArgKind.Stack] = static (transfer, register, in value, in argument) => transfer.Demand(value.Kind == ValueKind.Stack, register, value, argument);
        checks[(int)ArgKind.Callback] = static (transfer, register, in value, in argument) => transfer.CheckCallback(register, value, argument);
        checks[(int)ArgKind.SpinLock] = static (transfer, register, in value, in argument) => transfer.CheckSpinLock(register, value, argument);
        checks[(int)ArgKind.Timer] = static (transfer, register, in value, in argument) => transfer.CheckTimer(register, value, argument, "bpf_timer", fields => fields.Timer);
        checks[(int)ArgKind.WorkQueue] = static (transfer, register, in value, in argument) => transfer.CheckTimer(register, value, argument, "bpf_wq", fields => fields.WorkQueue);
        checks[(int)ArgKind.Socket] = static (transfer, register, in value, in argument) => transfer.Demand(IsSocket(value, SocketLayout, SocketLayout), register, value, argument);
        checks[(int)ArgKind.SocketCommon] = static (transfer, register, in value, in argument) => transfer.Demand(IsSocket(value, SocketLayout, XdpSocketLayout), register, value, argument);
        checks[(int)ArgKind.AnySocket] = static (transfer, register, in value, in argument) => transfer.Demand(transfer.IsAnySocket(value), register, value, argument);
        checks[(int)ArgKind.KernelPointer] = static (transfer, register, in value, in argument) =>
            transfer.Demand(value is { Kind: ValueKind.Object, Offset: 0 } && value.Number.IsConstant && value.Region == transfer._call.PointerType, register, value, argument);
        checks[(int)ArgKind.Object] = static (transfer, register, in value, in argument) =>
            transfer.Demand(transfer.IsObjectOf(value, argument.TypeName!, argument.IsReleased), register, value, argument);
        checks[(int)ArgKind.PerCpuObject] = static (transfer, register, in value, in argument) => transfer.CheckPerCpu(register, value, argument);
        checks[(int)ArgKind.RingBufferRecord] = static (transfer, register, in value, in argument) =>
            transfer.Demand(value is { Kind: ValueKind.Memory, IsRecord: true, Offset: 0 } && value.Number.IsConstant, register, value, argument);
        checks[(int)ArgKind.KernelPointerSlot] = static (transfer, register, in value, in argument) => transfer.CheckPointerSlot(register, value, argument);
        checks[(int)ArgKind.Dynptr] = static (transfer, register, in value, in argument) => transfer.CheckDynptr(register, value, argument);
        checks[(int)ArgKind.Iterator] = static (transfer, register, in value, in argument) => transfer.CheckIterator(register, value, argument);
        checks[(int)ArgKind.ObjectOrMemory] = static (transfer, register, in value, in argument) => transfer.CheckObject(register, value, argument);
        checks[(int)ArgKind.Arena] = static (transfer, register, in value, in argument) =>
            transfer.Demand(value.Kind is ValueKind.Arena or ValueKind.Scalar, register, value, argument);
        checks[(int)ArgKind.NewDynptr] = static (transfer, register, in value, in argument) => transfer.MakeDynptr(register, value, argument);
        return checks;
    }

    MapSpec ArgumentMap => context.Map(_call.Map);

    static bool IsSocket(in Value value, int first, int last) =>
        value.Kind == ValueKind.Struct && value.Region >= first && value.Region <= last && value.Offset == 0;

    bool IsAnySocket(in Value value) => IsSocket(value, SocketLayout, XdpSocketLayout) || IsObjectOf(value, "sock_common", isStrict: false);

    void Demand(bool holds, int register, in Value value, in Arg argument)
    {
        if (!holds)
            throw Wrong(register, value, argument.ToString());
    }

    RejectedException Wrong(int register, in Value value, string expected) => Reject(RejectionKind.HelperArgument,
        $"{Callee} expects {expected} in r{register}, which is {ValueText.Noun(value)}{(value.IsScalar ? $" ({value.Number})" : value.Offset != 0 ? $" at offset {value.Offset}" : "")}");

    void Release(int register, in Value value, in Arg argument)
    {
        if (argument.Kind == ArgKind.Dynptr)
            return; // The resource is the dynamic pointer's on the stack.
        if (argument.IsNullable && value.IsZero)
            return;
        if (value.Reference == 0 || !_state.References.Contains(value.Reference))
        {
            throw Reject(RejectionKind.BadRelease, $"{Callee} releases r{register}, {ValueText.Noun(value)}, which holds nothing to release",
                "release what an acquiring helper gave, once");
        }

        _call.Released = value.Reference;
    }

    void CheckMapArgument(int register, in Value value, in Arg argument)
    {
        Demand(value.Kind == ValueKind.Map, register, value, argument);
        _call.Map = value.Region;
        var map = context.Map(value.Region);
        if (!_helper.Maps.IsEmpty && !_helper.Maps.Contains(map.Type))
            throw Reject(RejectionKind.HelperArgument, $"{Callee} does not take map '{map.Name}', which is of type {MapTypeTable.Find(map.Type)?.Name ?? map.Type.ToString()}");
        if (_helper.Has(Effects.ChangesMap) && (map.Flags & MapFlags.ReadOnlyProgram) != 0)
            throw Reject(RejectionKind.ReadOnlyMemory, $"{Callee} changes map '{map.Name}', which programs may only read");
        if (_call.TimerMap > 0 && _call.TimerMap - 1 != value.Region)
            throw Reject(RejectionKind.HelperArgument, $"{Callee} is given map '{map.Name}', but the timer or the work queue lies in another");
    }

    void CheckSizedMemory(int register, in Value value, in Arg argument, in Arg size)
    {
        var number = Read(register + 1);
        if (!number.IsScalar)
            throw Wrong(register + 1, number, size.ToString());
        if (number.Number.SignedMin < 0)
        {
            throw Reject(RejectionKind.HelperSize, $"the size of {Callee} in r{register + 1} may be negative ({number.Number})",
                "make the size unsigned, or check that it is not negative");
        }

        if (number.Number.Max > MaxMemorySize)
        {
            throw Reject(RejectionKind.HelperSize, $"the size of {Callee} in r{register + 1} has no bound ({number.Number})",
                $"check it against the buffer's size before the call");
        }

        var (least, most) = ((long)number.Number.Min, (long)number.Number.Max);
        var mayBeZero = size.Kind == ArgKind.MemorySizeOrZero;
        if (least == 0 && !mayBeZero)
            throw Reject(RejectionKind.HelperSize, $"the size of {Callee} in r{register + 1} may be 0 ({number.Number})", "check that it is at least 1");
        if (value.IsZero && most == 0 && (argument.IsNullable || _kernelFunction is not null))
            return;
        if (value.IsZero)
            throw Reject(RejectionKind.NullPointer, $"hands null in r{register} to {Callee}, with a size of up to {most}");
        if (most > 0)
            CheckMemory(register, value, argument, most, least);
    }

    // The values of maps of sockets are the sockets (resolve_map_arg_type).
    void CheckMapValue(int register, in Value value, in Arg argument)
    {
        if (context.ForLinux && ArgumentMap.Type is MapType.SockMap or MapType.SockHash)
            Demand(IsAnySocket(value), register, value, argument);
        else
            CheckMemory(register, value, argument, ArgumentMap.ValueSize);
    }

    void CheckMemory(int register, in Value value, in Arg argument, long size) => CheckMemory(register, value, argument, size, size);

    void CheckKey(int register, in Value value, in Arg argument)
    {
        CheckMemory(register, value, argument, ArgumentMap.KeySize);
        if (value.Kind != ValueKind.Stack || !value.Number.IsConstant || ArgumentMap.KeySize != sizeof(uint))
            return;
        var start = (int)(value.Offset + value.Number.SignedMin + StackFrame.Size);
        var frame = _state.FrameAt(value.Region);
        if (frame.Find(start, sizeof(uint)) is >= 0 and var index && frame.Cells[index].Value is { IsScalar: true, Number.IsConstant: true } key)
            _call.Key = (uint)key.Number.Min;
        else if (frame.Zero.HasAll(start, sizeof(uint)))
            _call.Key = 0;
    }

    // Memory of the program that the helper reads or fills. A buffer of variable size must be initialised as a whole.
    void CheckMemory(int register, in Value value, in Arg argument, long most, long least)
    {
        if ((argument.Flags & ArgFlags.InMapValue) != 0 && value.Kind != ValueKind.MapValue)
            throw Wrong(register, value, "memory in a map's value");
        var isRead = argument.IsRead || least != most;
        if (context.ForLinux && (argument.Flags & ArgFlags.Aligned) != 0)
            DemandAlignment(value, 0, (int)most, $"{Callee} makes an access");
        switch (value.Kind)
        {
            case ValueKind.Stack:
                CheckStackMemory(register, value, argument, most, isRead);
                return;
            case ValueKind.Packet or ValueKind.PacketMeta when !TakesPacket():
                throw Reject(RejectionKind.HelperArgument, $"{Callee} does not take memory of the packet, which r{register} points to",
                    "copy it to the stack first, for example with bpf_skb_load_bytes() or bpf_xdp_load_bytes()");
            case ValueKind.Packet or ValueKind.PacketMeta or ValueKind.MapValue or ValueKind.MapKey or ValueKind.Memory:
                if (KernelPointerAt(value, 0, (int)most) is { } field)
                    throw Reject(RejectionKind.ForbiddenAccess, $"{Callee} touches the kernel pointer at offset {field.Offset} of map '{context.Map(value.Region).Name}'");
                DemandRegion(value, register, 0, most, most, argument.IsWritten, argument.IsWritten ? $"{Callee} writes" : $"{Callee} reads");
                return;
            case ValueKind.Buffer when value.Region != TracepointBuffer && !(argument.IsWritten && value.IsReadOnly):
                DemandBuffer(value, register, 0, argument.IsWritten ? $"{Callee} writes" : $"{Callee} reads");
                return;
            case ValueKind.Object when !argument.IsWritten:
            case ValueKind.Scalar when value.MayBeObject && !argument.IsWritten:
                CheckObjectMemory(register, value, argument, most);
                return;
            default:
                throw Wrong(register, value, argument.ToString());
        }
    }

    bool TakesPacket() => IsRaw || context.Type.PacketArguments == PacketArguments.AllHelpers
        || (context.Type.PacketArguments == PacketArguments.SomeHelpers && _helper.Has(Effects.TakesPacketMemory));

    void CheckStackMemory(int register, in Value value, in Arg argument, long size, bool isRead)
    {
        var (start, greatest) = DemandStack(value, register, 0, size, argument.IsWritten ? $"{Callee} writes" : $"{Callee} reads");
        var frame = _state.FrameAt(value.Region);
        var length = (int)(greatest - start + size);
        if (isRead || start != greatest)
            DemandWritten(frame, value.Region, start, length);
        if (argument.IsRead && !context.MayLeakPointers)
            DemandNoPointers(frame, start, length);
        if (argument.IsWritten)
        {
            DemandNoDynptr(frame, start, length);
            Scrub(frame, start, length);
            if (start == greatest)
                frame.Fill(start, length);
            else
                frame.Blur(start, length);
        }
        else
        {
            RejectDynptr(frame, start, length);
        }
    }

    void RejectDynptr(StackFrame frame, int start, int length)
    {
        var index = frame.FindOverlap(start, length);
        if (index >= 0 && IsHandle(frame.Cells[index].Value))
            throw Reject(RejectionKind.ForbiddenAccess, $"{Callee} reads {ValueText.Noun(frame.Cells[index].Value)} at stack offset {frame.Cells[index].Start - StackFrame.Size}");
    }

    void DemandNoPointers(StackFrame frame, int start, int length)
    {
        for (var index = frame.FindOverlap(start, length); index >= 0; index = frame.FindOverlap(start, length, index + 1))
        {
            ref readonly var cell = ref frame.Cells[index];
            if (cell.Value.IsPointer)
            {
                throw Reject(RejectionKind.PointerLeak, $"{Callee} hands out {ValueText.Noun(cell.Value)}, which lies at stack offset {cell.Start - StackFrame.Size}",
                    "clear the variable before the call");
            }
        }
    }

    void CheckAllocation(int register, in Value value)
    {
        if (!value.IsScalar || !value.Number.IsConstant)
            throw Wrong(register, value, "a constant size");
        if (value.Number.Min is 0 or > MaxAllocation)
            throw Reject(RejectionKind.HelperSize, $"{Callee} is asked for {value.Number.Min} bytes; it takes 1 to {MaxAllocation}");
        _call.AllocationSize = (long)value.Number.Min;
    }

    const int MaxAllocation = int.MaxValue / 4; // kernel/bpf/ringbuf.c, RINGBUF_MAX_RECORD_SZ.

    void CheckString(int register, in Value value, in Arg argument)
    {
        Demand(value.Kind == ValueKind.MapValue && value.Number.IsConstant && context.Map(value.Region).IsFrozen, register, value, argument);
        var map = context.Map(value.Region);
        if (value.Offset < 0 || value.Offset >= map.InitialData.Length || map.InitialData.AsSpan()[(int)value.Offset..].IndexOf((byte)0) < 0)
            throw Reject(RejectionKind.HelperArgument, $"the string that r{register} points to has no end within '{map.Name}'");
    }

    void CheckSpinLock(int register, in Value value, in Arg argument)
    {
        Demand(value.Kind == ValueKind.MapValue && value.Number.IsConstant, register, value, argument);
        var map = context.Map(value.Region);
        var field = context.MapFields[value.Region].SpinLock;
        if (field < 0)
            throw Reject(RejectionKind.Lock, $"map '{map.Name}' has no struct bpf_spin_lock in its values");
        if (value.Offset != field)
            throw Reject(RejectionKind.Lock, $"the lock of map '{map.Name}' is at offset {field}, but r{register} points to offset {value.Offset}");
        _call.LockId = value.Id;
    }

    void CheckPointerSlot(int register, in Value value, in Arg argument)
    {
        Demand(value.Kind == ValueKind.MapValue && value.Number.IsConstant, register, value, argument);
        var field = context.MapFields[value.Region].Pointer(value.Offset, value.Offset + 1);
        if (field is not { IsHeld: true } || field.Offset != value.Offset)
            throw Reject(RejectionKind.HelperArgument, $"r{register} does not point to a field of map '{context.Map(value.Region).Name}' that holds a kernel pointer (__kptr)");
        _call.PointerType = context.Objects.IdOf(field.TypeName);
    }

    void CheckTimer(int register, in Value value, in Arg argument, string type, Func<SpecialFields, int> find)
    {
        Demand(value.Kind == ValueKind.MapValue && value.Number.IsConstant, register, value, argument);
        var map = context.Map(value.Region);
        var field = find(context.MapFields[value.Region]);
        if (field < 0 || value.Offset != field)
            throw Reject(RejectionKind.HelperArgument, $"r{register} does not point to a struct {type} of map '{map.Name}'");
        _call.TimerMap = value.Region + 1;
    }

    void CheckCallback(int register, in Value value, in Arg argument)
    {
        Demand(value.Kind == ValueKind.Function, register, value, argument);
        var prototype = argument.Prototype!;
        if (prototype.IsAsynchronous)
        {
            context.AsynchronousCallbacks.Add((value.Region, _call.TimerMap - 1, prototype.MaySleep));
            return;
        }

        var rounds = _call.Map >= 0 ? (ulong)context.Map(_call.Map).MaxEntries
            : prototype == CallbackPrototype.Loop ? Math.Min(Register(1).Number.Max, MaxLoops)
            : 1;
        var index = prototype.Parameters.IndexOf(CallbackParameter.HandedOn);
        Callback = new(value.Region, prototype, _call.Map, index < 0 ? Value.Uninitialised : Read(register + 1), rounds);
    }

    void CheckDynptr(int register, in Value value, in Arg argument)
    {
        var cell = value.Kind == ValueKind.DynptrPointer && !argument.IsReleased ? value with { Kind = ValueKind.Dynptr } : DynptrAt(register, value, argument);
        if (cell.Kind != ValueKind.Dynptr || (argument.Dynptrs != DynptrKind.Any && cell.Region != (int)argument.Dynptrs))
            throw Reject(RejectionKind.HelperArgument, $"{Callee} expects a dynamic pointer that was made before in r{register}");
        _call.SharedReference = cell.Reference;
        _call.IsOfPacket = cell.Region == (int)DynptrKind.Packet;
        _call.Dynptr = cell.Region;
        if (!argument.IsReleased)
            return;
        _call.Released = cell.Reference;
    }

    Value DynptrAt(int register, in Value value, in Arg argument)
    {
        Demand(value.Kind == ValueKind.Stack && value.Number.IsConstant && value.Offset % 8 == 0, register, value, argument);
        var (start, _) = DemandStack(value, register, 0, DynptrSize, $"{Callee} takes");
        var frame = _state.FrameAt(value.Region);
        var index = frame.Find(start, 8);
        return index >= 0 && frame.Find(start + 8, 8) is >= 0 and var next && frame.Cells[next].Value.Kind == ValueKind.Dynptr
            && frame.Cells[next].Value.Id == frame.Cells[index].Value.Id
            ? frame.Cells[index].Value
            : Value.Uninitialised;
    }

    void MakeDynptr(int register, in Value value, in Arg argument)
    {
        Demand(value.Kind == ValueKind.Stack && value.Number.IsConstant && value.Offset % 8 == 0, register, value, argument);
        var (start, _) = DemandStack(value, register, 0, DynptrSize, $"{Callee} makes");
        var frame = _state.FrameAt(value.Region);
        DemandNoDynptr(frame, start, DynptrSize);
        var isClone = _kernelFunction?.Has(KernelFunctionFlags.ClonesDynptr) == true;
        var pointer = Value.Pointer(ValueKind.Dynptr, isClone ? _call.Dynptr : (int)argument.Dynptrs) with { Id = context.Ids.Next() };
        if (isClone)
            pointer.Reference = _call.SharedReference;
        if (argument.Dynptrs == DynptrKind.RingBuffer)
            pointer.Reference = Acquire();
        frame.Store(start, 8, pointer);
        frame.Store(start + 8, 8, pointer);
    }
}
