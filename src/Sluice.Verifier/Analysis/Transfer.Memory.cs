using System.Buffers.Binary;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Platform;
using Sluice.Verifier.Domain;

namespace Sluice.Verifier.Analysis;

// Loads and stores.
sealed partial class Transfer
{
    void Load(in BpfInstruction instruction, InstructionForm form)
    {
        var pointer = Address(instruction.Source, "load");
        if (form.Operation == Operation.LoadAcquire && context.ForLinux && pointer.Kind is ValueKind.Object or ValueKind.LooseMemory)
            throw Reject(RejectionKind.ForbiddenAccess, $"an atomic load through r{instruction.Source}, {ValueText.Noun(pointer)}", "atomics work on the stack and on map values only");
        var value = LoadFrom(pointer, instruction.Source, instruction.Offset, form);
        if (form.Operation == Operation.LoadSignExtend)
            value = Value.Of(value.IsScalar ? value.Number.SignExtended(form.Size) : Scalar.BetweenSigned(-1L << form.Size * 8 - 1, (1L << form.Size * 8 - 1) - 1));
        Set(instruction.Destination, value);
    }

    Value LoadFrom(in Value pointer, int register, int offset, InstructionForm form)
    {
        var size = form.Size;
        switch (pointer.Kind)
        {
            case ValueKind.Stack:
                return LoadStack(pointer, register, offset, size);
            case ValueKind.Context or ValueKind.Struct:
                return LoadField(pointer, register, offset, size);
            case ValueKind.Object or ValueKind.Scalar:
                return LoadObject(pointer, register, offset, size);
            case ValueKind.Buffer:
                DemandBuffer(pointer, register, offset);
                return Value.Of(Scalar.OfBytes(size));
            case ValueKind.Arena or ValueKind.LooseMemory:
                return Value.Of(Scalar.OfBytes(size));
        }

        DemandRegion(pointer, register, offset, size, size, write: false, "reads");
        if (KernelPointerAt(pointer, offset, size) is { } field)
            return LoadKernelPointer(pointer, offset, size, field);
        return ConstantOf(pointer, offset, size) is { } constant ? Value.Constant((long)constant) : Value.Of(Scalar.OfBytes(size));
    }

    KernelPointerField? KernelPointerAt(in Value pointer, int offset, int size) =>
        pointer.Kind == ValueKind.MapValue && pointer.TryGetOffsets(out var least, out var greatest)
            ? context.MapFields[pointer.Region].Pointer(least + offset, greatest + offset + size)
            : null;

    // kernel/bpf/verifier.c, check_map_kptr_access: what a map holds may be read under RCU's protection.
    Value LoadKernelPointer(in Value pointer, int offset, int size, KernelPointerField field)
    {
        if (size != 8 || !pointer.Number.IsConstant || pointer.Offset + offset != field.Offset)
            throw Reject(RejectionKind.ForbiddenAccess, $"reads a part of the kernel pointer at offset {field.Offset} of map '{context.Map(pointer.Region).Name}'");
        var isProtected = field.IsHeld && IsProtectedByRcu && s_freedByRcu.Contains(field.TypeName);
        return Nullable(Value.Pointer(ValueKind.Object, context.Objects.IdOf(field.TypeName)) with { Trust = isProtected ? Trust.Rcu : Trust.None });
    }

    // kernel/bpf/verifier.c, rcu_protected_types.
    static readonly HashSet<string> s_freedByRcu = ["cgroup", "bpf_cpumask", "task_struct", "bpf_crypto_ctx"];

    void StoreKernelPointer(in Value pointer, int offset, int size, in Value value, KernelPointerField field)
    {
        var isWhole = size == 8 && pointer.Number.IsConstant && pointer.Offset + offset == field.Offset;
        if (!isWhole || field.IsHeld || !(value.IsZero || (value.Kind == ValueKind.Object && value.Number.IsConstant
                && context.Objects.Begins(value.Region, value.Offset, context.Objects.IdOf(field.TypeName), isStrict: false))))
        {
            throw Reject(RejectionKind.ForbiddenAccess, $"writes to the kernel pointer at offset {field.Offset} of map '{context.Map(pointer.Region).Name}'",
                "use bpf_kptr_xchg()");
        }
    }

    // Frozen data is known when the program is loaded.
    ulong? ConstantOf(in Value pointer, int offset, int size)
    {
        if (pointer.Kind != ValueKind.MapValue || !pointer.Number.IsConstant)
            return null;
        var map = context.Map(pointer.Region);
        var start = pointer.Offset + pointer.Number.SignedMin + offset;
        if (!map.IsFrozen || start + size > map.InitialData.Length)
            return null;
        var bytes = map.InitialData.AsSpan().Slice((int)start, size);
        return size switch
        {
            1 => bytes[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        };
    }

    void Store(in BpfInstruction instruction, InstructionForm form)
    {
        var value = form.HasSourceRegister ? Read(instruction.Source) : Value.Constant(instruction.Immediate);
        var pointer = Address(instruction.Destination, "store");
        if (value.Kind == ValueKind.Dynptr)
            throw Reject(RejectionKind.ForbiddenAccess, "stores a dynamic pointer");
        if (pointer.Kind == ValueKind.Stack)
        {
            if (form.HasSourceRegister && form.Size == 8)
                Name(ref Register(instruction.Source));
            StoreStack(pointer, instruction.Destination, instruction.Offset, form.Size, form.HasSourceRegister ? Register(instruction.Source) : value);
            return;
        }

        if (KernelPointerAt(pointer, instruction.Offset, form.Size) is { } field)
            StoreKernelPointer(pointer, instruction.Offset, form.Size, value, field);
        else
            DemandNoLeak(pointer, value, instruction.Source);
        StoreOutside(pointer, instruction.Destination, instruction.Offset, form.Size, "writes");
    }

    void StoreOutside(in Value pointer, int register, int offset, int size, string verb)
    {
        if (pointer.Kind == ValueKind.Arena)
            return;
        if (pointer.Kind is ValueKind.Context or ValueKind.Struct)
            StoreField(pointer, register, offset, size);
        else if (pointer.Kind == ValueKind.Buffer && !pointer.IsReadOnly)
            DemandBuffer(pointer, register, offset, verb);
        else if (pointer.IsTrusted && context.ForLinux && MayWrite(pointer, offset, size))
            return;
        else if (pointer.Kind is ValueKind.Object or ValueKind.Scalar or ValueKind.LooseMemory or ValueKind.Buffer)
            throw Reject(RejectionKind.ReadOnlyMemory, $"writes through r{register} to {(pointer.Kind == ValueKind.Buffer ? "a buffer that programs may only read" : "a kernel object")}", "kernel objects may only be read");
        else
            DemandRegion(pointer, register, offset, size, size, write: true, verb);
    }

    void DemandNoLeak(in Value pointer, in Value value, int source)
    {
        if (!value.IsPointer || context.MayLeakPointers)
            return;
        if (pointer.Kind is ValueKind.Memory && context.ForLinux)
            return;
        throw Reject(RejectionKind.PointerLeak, $"stores r{source}, {ValueText.Noun(value)}, in {Place(pointer.Kind)}, where others can read it",
            "store a number that says where, and not the address");
    }

    static string Place(ValueKind kind) => kind switch
    {
        ValueKind.Packet => "the packet",
        ValueKind.PacketMeta => "the packet's metadata",
        ValueKind.MapValue => "a map value",
        ValueKind.Context => "the context",
        _ => "memory",
    };

    void Atomic(in BpfInstruction instruction, InstructionForm form)
    {
        var pointer = Address(instruction.Destination, "atomic operation");
        var value = Read(instruction.Source);
        var isExchange = form.Operation == Operation.AtomicCompareExchange;
        if (isExchange)
            Read(0);
        if (pointer.Kind is not (ValueKind.Stack or ValueKind.MapValue or ValueKind.Memory or ValueKind.Arena) && !(IsRaw && pointer.Kind == ValueKind.Packet)
            && !(context.ForLinux && pointer.IsTrusted && MayWrite(pointer, instruction.Offset, form.Size)))
            throw Reject(RejectionKind.ForbiddenAccess, $"an atomic operation through r{instruction.Destination}, {ValueText.Noun(pointer)}", "atomics work on the stack and on map values only");
        DemandAlignment(pointer, instruction.Offset, form.Size, "an atomic operation");
        var old = Value.Of(Scalar.OfBytes(form.Size));
        if (pointer.Kind == ValueKind.Stack)
        {
            old = LoadStack(pointer, instruction.Destination, instruction.Offset, form.Size);
            StoreStack(pointer, instruction.Destination, instruction.Offset, form.Size, Value.Of(Scalar.OfBytes(form.Size)));
        }
        else
        {
            if (KernelPointerAt(pointer, instruction.Offset, form.Size) is { } field)
                throw Reject(RejectionKind.ForbiddenAccess, $"an atomic operation on the kernel pointer at offset {field.Offset} of map '{context.Map(pointer.Region).Name}'");
            DemandNoLeak(pointer, value, instruction.Source);
            if (pointer.Kind == ValueKind.MapValue)
                DemandReadable(pointer, instruction.Destination, "updates");
            StoreOutside(pointer, instruction.Destination, instruction.Offset, form.Size, "updates");
        }

        if (isExchange)
            Set(0, old);
        else if (form.Operation is >= Operation.AtomicFetchAdd and <= Operation.AtomicExchange)
            Set(instruction.Source, old);
    }

    bool IsRaw => context.Type.Context.Form == ContextForm.Memory;

    /// <summary>The pointer in a register, to be followed.</summary>
    Value Address(int register, string what)
    {
        ref var value = ref Read(register);
        if (value.IsNullable)
        {
            throw Reject(RejectionKind.NullPointer, $"a {what} through r{register}, which is {ValueText.Noun(value)}",
                $"check for null before this line{NullCheck(value)}");
        }

        if (value.IsZero)
            throw Reject(RejectionKind.NullPointer, $"a {what} through r{register}, which is null");
        if (value.IsScalar && !value.MayBeObject)
        {
            throw Reject(RejectionKind.NotAPointer, $"a {what} through r{register}, which is a number ({value.Number})",
                "an address comes from the context, the stack, a map or a helper");
        }

        DemandOneKind(register, value);
        return value.Kind is not (ValueKind.Map or ValueKind.PacketEnd or ValueKind.Function or ValueKind.Dynptr or ValueKind.DynptrPointer
            or ValueKind.UserObject or ValueKind.PerCpuObject) ? value
            : throw Reject(RejectionKind.ForbiddenAccess, $"a {what} through r{register}, which is {ValueText.Noun(value)}");
    }

    string NullCheck(in Value value) =>
        value.Kind == ValueKind.MapValue ? $": the map '{context.Map(value.Region).Name}' may have no such entry" : "";

    /// <summary>Demands that bytes of a region other than the stack and the context may be accessed.</summary>
    /// <param name="pointer">The pointer.</param>
    /// <param name="register">The register that holds it.</param>
    /// <param name="offset">The constant that the access adds.</param>
    /// <param name="size">Bytes that it accesses at least.</param>
    /// <param name="most">And at most.</param>
    /// <param name="write">Does it write?</param>
    /// <param name="verb">What it does, for the message.</param>
    void DemandRegion(in Value pointer, int register, long offset, long size, long most, bool write, string verb)
    {
        if (context.Options.StrictAlignment)
            DemandAlignment(pointer, offset, (int)size, verb);
        if (!pointer.TryGetOffsets(out var least, out var greatest))
        {
            throw Reject(BoundsKind(pointer.Kind), $"{verb} {Bytes(most)} through r{register}, {ValueText.Noun(pointer)}, at an offset without bounds ({pointer.Number})",
                "check the bounds of the offset first");
        }

        if (context.ForLinux && !pointer.Number.IsConstant && pointer.Number.SignedMin < 0)
        {
            throw Reject(BoundsKind(pointer.Kind), $"{verb} {Bytes(most)} through r{register}, {ValueText.Noun(pointer)}, to which a number was added that may be negative "
                + $"({pointer.Number}): Linux does not look at the constant part", "check that the number is not negative, or add an unsigned one");
        }

        (least, greatest) = (least + offset, greatest + offset);
        switch (pointer.Kind)
        {
            case ValueKind.Packet:
                DemandPacket(pointer, offset, most, write, verb, least, greatest);
                return;
            case ValueKind.PacketMeta when pointer.Id != 0 && least >= 0 && pointer.Offset + offset + most <= pointer.Range:
                return;
            case ValueKind.PacketMeta:
                DemandWithin(pointer, least, greatest, most, pointer.Id == 0 ? _state.MetaBytes : 0, verb, "of metadata are known to be before the packet",
                    $"check `data_meta + {greatest + most} > data` before this line");
                return;
        }

        if (!write && pointer.Kind == ValueKind.MapValue)
            DemandReadable(pointer, register, verb);
        if (write && (pointer.IsReadOnly || (pointer.Kind == ValueKind.MapValue && IsReadOnly(pointer.Region))))
            throw Reject(RejectionKind.ReadOnlyMemory, $"{verb} {Bytes(most)} through r{register}, {ValueText.Noun(pointer)} that programs may only read");
        var (available, name) = Extent(pointer);
        DemandWithin(pointer, least, greatest, most, available, verb, name, "");
        if (pointer.Kind == ValueKind.MapValue && context.MapFields[pointer.Region].Touched(least, greatest + most) is { } field)
            throw Reject(RejectionKind.ForbiddenAccess, $"{verb} {field} of map '{context.Map(pointer.Region).Name}', which only helpers may touch");
    }

    // kernel/bpf/verifier.c, check_map_access_type.
    void DemandReadable(in Value pointer, int register, string verb)
    {
        if ((context.Map(pointer.Region).Flags & MapFlags.WriteOnlyProgram) != 0)
            throw Reject(RejectionKind.ForbiddenAccess, $"{verb} through r{register} a value of map '{context.Map(pointer.Region).Name}', which programs may only write");
    }

    (long Size, string Name) Extent(in Value pointer) => pointer.Kind switch
    {
        ValueKind.MapValue => (context.Map(pointer.Region).ValueSize, $"is the size of a value of map '{context.Map(pointer.Region).Name}'"),
        ValueKind.MapKey => (context.Map(pointer.Region).KeySize, $"is the size of a key of map '{context.Map(pointer.Region).Name}'"),
        _ => (pointer.Region, pointer.IsRecord ? "is the size of the record" : "is the size of the memory"),
    };

    void DemandWithin(in Value pointer, long least, long greatest, long size, long available, string verb, string name, string suggestion)
    {
        if (least >= 0 && greatest + size <= available)
            return;
        var where = least == greatest ? $"{least}" : $"{least} to {greatest}";
        throw Reject(BoundsKind(pointer.Kind), pointer.Kind == ValueKind.PacketMeta
            ? $"{verb} {Bytes(size)} at metadata offset {where}, but only {Bytes(available)} {name}"
            : $"{verb} {Bytes(size)} at offset {where}, but {Bytes(available)} {name}", suggestion.Length > 0 ? suggestion
            : least == greatest ? "" : $"check that the offset is at most {available - size} before this line");
    }

    void DemandPacket(in Value pointer, long offset, long size, bool write, string verb, long least, long greatest)
    {
        var access = IsRaw ? PacketAccess.ReadWrite : context.Type.Packet;
        if (access == PacketAccess.None || (write && access != PacketAccess.ReadWrite))
        {
            throw Reject(RejectionKind.ReadOnlyMemory, $"{verb} {Bytes(size)} of the packet, which program type {context.Type.Name} may "
                + (access == PacketAccess.None ? "not access" : "only read"));
        }

        var end = pointer.Offset + offset + size;
        // Linux forgets, with each number that is added, what was known of the bytes behind a pointer.
        var isKnown = greatest + size <= _state.PacketBytes && (pointer.Id == 0 || !context.ForLinux);
        if (least >= 0 && (isKnown || (pointer.Id != 0 && end <= pointer.Range)))
            return;
        if (least < 0)
        {
            throw Reject(RejectionKind.PacketBounds, $"{verb} {Bytes(size)} at packet offset {least}, before the packet's first byte",
                "check that the offset is not negative");
        }

        var memory = IsRaw ? "memory" : "packet";
        if (pointer.Id == 0)
        {
            throw Reject(RejectionKind.PacketBounds,
                $"{verb} {Bytes(size)} at {memory} offset {least}, but only {Bytes(Math.Max(0, _state.PacketBytes))} are known to be there",
                IsRaw ? $"check that the length is at least {end} before this line" : $"check `data + {end} > data_end` before this line");
        }

        var known = pointer.Range <= Value.NoRange ? "nothing is known to be there"
            : $"only {Bytes(Math.Max(0, pointer.Range - pointer.Offset - offset))} are known to be there";
        throw Reject(RejectionKind.PacketBounds, $"{verb} {Bytes(size)} at {memory} offset {least} to {greatest}, a variable one, but {known}",
            $"compare this pointer plus {offset + size} with data_end before this line");
    }

    static RejectionKind BoundsKind(ValueKind kind) => kind switch
    {
        ValueKind.Packet => RejectionKind.PacketBounds,
        ValueKind.PacketMeta => RejectionKind.MetadataBounds,
        ValueKind.MapValue or ValueKind.MapKey => RejectionKind.MapValueBounds,
        ValueKind.Stack => RejectionKind.StackBounds,
        ValueKind.Context or ValueKind.Struct => RejectionKind.ContextAccess,
        _ => RejectionKind.MemoryBounds,
    };

    void DemandAlignment(in Value pointer, long offset, int size, string verb)
    {
        // A packet starts two bytes off, so that the IP header is aligned (NET_IP_ALIGN).
        var shift = pointer.Kind == ValueKind.Packet && !IsRaw ? 2 : 0;
        var bits = pointer.Number.Bits + KnownBits.Constant((ulong)(pointer.Offset + offset + shift));
        if ((bits.Greatest & (ulong)(size - 1)) != 0 && size is 2 or 4 or 8)
            throw Reject(RejectionKind.Misaligned, $"{verb} of {Bytes(size)} at offset {pointer.Offset + offset}, which is not known to be a multiple of {size}");
    }

    static string Bytes(long count) => count == 1 ? "1 byte" : $"{count} bytes";

    bool IsReadOnly(int map)
    {
        var spec = context.Map(map);
        return (spec.Flags & MapFlags.ReadOnlyProgram) != 0 || (spec.IsGlobalData && spec.IsFrozen);
    }
}
