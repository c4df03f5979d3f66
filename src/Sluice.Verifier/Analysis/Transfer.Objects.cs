using Sluice.Bpf.Btf;
using Sluice.Bpf.Platform;
using Sluice.Verifier.Domain;
using Sluice.Verifier.KernelObjects;

namespace Sluice.Verifier.Analysis;

// Kernel objects: what is read from them, and which suits an argument.
sealed partial class Transfer
{
    const string GiveTypes = "say which kernel it is for: --btf FILE";

    // kernel/bpf/verifier.c, check_ptr_to_btf_access.
    Value LoadObject(in Value pointer, int register, int offset, int size)
    {
        if (!context.ForLinux)
            return Value.Of(Scalar.OfBytes(size)) with { MayBeObject = size == 8 };
        DemandObjectAccess(pointer, register, offset);
        var owner = LayoutOf(pointer);
        var step = StructWalk.Access(owner, pointer.Offset + offset, size);
        return step.Kind switch
        {
            StepKind.Fault => throw Reject(RejectionKind.ForbiddenAccess, $"reads {step.Fault}, through r{register}",
                "read a field as a whole; CO-RE relocations find where it is in the kernel that is running"),
            StepKind.Scalar => Value.Of(Scalar.OfBytes(size)),
            StepKind.Memory => Value.Pointer(ValueKind.LooseMemory),
            _ => Walked(pointer, owner, step),
        };
    }

    void DemandObjectAccess(in Value pointer, int register, int offset)
    {
        if (!context.IsGplCompatible)
        {
            throw Reject(RejectionKind.Licence,
                $"reads a kernel object, which Linux allows to programs with a GPL-compatible licence only; this one's is '{Code.Program.License}'",
                "add: char LICENSE[] SEC(\"license\") = \"Dual BSD/GPL\";");
        }

        if (!pointer.Number.IsConstant || pointer.Offset + offset < 0)
        {
            throw Reject(RejectionKind.ForbiddenAccess,
                $"reads through r{register}, {ValueText.Noun(pointer)}, at offset {pointer.Offset + offset}{(pointer.Number.IsConstant ? "" : $" and {pointer.Number}")}",
                "use a constant offset within the object");
        }
    }

    bool MayWrite(in Value pointer, int offset, int size) => pointer.Number.IsConstant && context.Objects.Kernel is { } kernel
        && context.Objects.Layout(pointer.Region) is { } layout && WritableFields.Allows(Code.Program.Spec, layout, pointer.Offset + offset, size, kernel);

    BtfStruct LayoutOf(in Value pointer) => context.Objects.Layout(pointer.Region) ?? throw Reject(RejectionKind.Unsupported,
        context.Objects.Kernel is null
            ? $"reads a field of struct {context.Objects.Name(pointer.Region)} of the kernel, whose types are not known here"
            : $"reads a field of struct {context.Objects.Name(pointer.Region)}, which the kernel does not have", GiveTypes);

    // What is read from an object is trusted less, but for the fields that the kernel vouches for.
    Value Walked(in Value pointer, BtfStruct owner, in StructStep step)
    {
        var value = Value.Pointer(ValueKind.Object, context.Objects.IdOf(step.Target!));
        var loose = step.IsOfUnion ? Trust.None : Trust.Walked;
        if (!pointer.IsTrusted && pointer.Trust == Trust.Walked)
            return Tagged(value with { Trust = loose }, step);
        if (!pointer.IsTrusted && pointer.Trust != Trust.Rcu)
            return value;
        if (context.Objects.IsSafe(owner, step, "__safe_trusted"))
            return value with { Trust = step.IsOfUnion ? Trust.None : Trust.Held };
        if (context.Objects.IsSafe(owner, step, "__safe_trusted_or_null"))
            return Nullable(value with { Trust = step.IsOfUnion ? Trust.None : Trust.Held });
        if (!IsProtectedByRcu)
            return value;
        if (context.Objects.IsSafe(owner, step, "__safe_rcu"))
            return value with { Trust = step.IsOfUnion ? Trust.None : Trust.Rcu };
        if (context.Objects.IsSafe(owner, step, "__safe_rcu_or_null"))
            return Nullable(value with { Trust = Trust.Rcu });
        return step.Tag == "rcu" ? Nullable(value with { Trust = step.IsOfUnion ? Trust.None : Trust.Rcu }) : Tagged(value with { Trust = loose }, step);
    }

    static Value Tagged(in Value value, in StructStep step) => step.Tag switch
    {
        "user" => value with { Kind = ValueKind.UserObject },
        "percpu" => value with { Kind = ValueKind.PerCpuObject },
        _ => value,
    };

    // in_rcu_cs: only programs that may sleep can leave RCU's protection.
    bool IsProtectedByRcu => _state.RcuSections > 0 || _state.LockId != 0 || !context.MaySleep;

    // kernel/bpf/btf.c, btf_ctx_access.
    Value LoadArgument(int register, int offset, int size)
    {
        if (!context.ForLinux)
            return Value.Of(Scalar.OfBytes(size)) with { MayBeObject = size == 8 };
        if (context.Arguments.Fault.Length > 0)
            throw Reject(RejectionKind.Unsupported, $"reads an argument through r{register}, but {context.Arguments.Fault}", GiveTypes);
        var argument = context.Arguments.At(offset);
        if (argument.Kind == StepKind.Fault)
            throw Reject(RejectionKind.ContextAccess, $"reads {argument.Fault}");
        if (argument.IsPointer && size != BtfSize.Pointer)
            throw Reject(RejectionKind.ContextAccess, $"reads {Bytes(size)} of argument {offset / BtfSize.Pointer}, an address, which is read as a whole");
        if (argument.Kind == StepKind.Scalar)
            return Value.Of(argument.Range is { } range && size == 8 ? Scalar.BetweenSigned(range.Least, range.Most) : Scalar.OfBytes(size));
        var value = argument.Kind == StepKind.Memory ? Value.Pointer(ValueKind.Buffer) with { IsReadOnly = argument.IsReadOnly }
            : Tagged(Value.Pointer(ValueKind.Object, context.Objects.IdOf(argument.Type!)) with { Trust = argument.Trust }, new(StepKind.Object, Tag: argument.Tag));
        return argument.IsNullable ? Nullable(value) : value;
    }

    // kernel/bpf/verifier.c, check_pseudo_btf_id. Linux describes the variables that each CPU has of its own, and few others.
    Value KernelVariable(int id)
    {
        if (!context.ForLinux)
            throw Reject(RejectionKind.Unsupported, "names a variable of the kernel, which does not exist in process", "verify it for Linux: --mode linux");
        var types = context.Objects.Kernel ?? throw Reject(RejectionKind.Unsupported, "names a variable of the kernel, whose types are not known here", GiveTypes);
        if ((uint)id >= (uint)types.All.Length || types[id] is not (BtfVariable or BtfFunction))
            throw Reject(RejectionKind.Malformed, $"names type {id} of the kernel, which is neither a variable nor a function");
        if (types[id] is not BtfVariable variable)
            return Value.Pointer(ValueKind.Memory, 0) with { IsReadOnly = true };
        var layout = variable.Type.Resolve() as BtfStruct;
        if (types.Find<BtfDataSection>(".data..percpu") is { } own && own.Variables.Any(entry => entry.Variable == variable))
        {
            return layout is null ? Value.Pointer(ValueKind.PerCpuObject, variable.Type.SizeOf()) with { IsSized = true }
                : Value.Pointer(ValueKind.PerCpuObject, context.Objects.IdOf(layout));
        }

        return layout is null ? Value.Pointer(ValueKind.Memory, variable.Type.SizeOf()) with { IsReadOnly = true }
            : Value.Pointer(ValueKind.Object, context.Objects.IdOf(layout)) with { Trust = Trust.Walked };
    }

    // How much of it there is, Linux looks at when the program is attached (__check_buffer_access).
    void DemandBuffer(in Value pointer, int register, long offset, string verb = "reads")
    {
        if (!pointer.Number.IsConstant || pointer.Offset + offset < 0)
        {
            throw Reject(RejectionKind.MemoryBounds, $"{verb} through r{register}, {ValueText.Noun(pointer)}, at offset {pointer.Offset + offset} and {pointer.Number}",
                "use a constant offset");
        }
    }

    // Linux rewrites accesses to the context, to sockets, objects and arenas, so that an instruction has to have one of them, always
    // the same, or other pointers only (kernel/bpf/verifier.c, save_aux_ptr_type).
    void DemandOneKind(int register, in Value value)
    {
        if (!context.ForLinux)
            return;
        const int plain = 1, memory = 2, @object = 4, others = 8;
        var kind = value.Kind switch
        {
            ValueKind.Struct => others << 1 + value.Region,
            ValueKind.Context => others,
            ValueKind.Arena => others << 1,
            ValueKind.Object or ValueKind.LooseMemory => @object,
            ValueKind.Memory => memory,
            _ => plain,
        };
        ref var known = ref context.AccessKinds[Slot];
        known |= kind;
        // Memory goes with either.
        if (known is plain or memory or @object or (plain | memory) or (@object | memory) || known == kind)
            return;
        throw Reject(RejectionKind.MixedTypes,
            $"accesses memory through r{register}, {ValueText.Noun(value)} on this path and another kind of pointer on others, which Linux refuses",
            "use two instructions: access each kind where it is known");
    }

    /// <summary>The address of an object of a type that the platform names.</summary>
    public Value NamedObject(string? type, Trust trust) =>
        Value.Pointer(ValueKind.Object, context.ForLinux && type is not null ? context.Objects.IdOf(type) : 0) with { Trust = trust };

    /// <summary>Does a helper's argument of a kernel type suit? It must be of that type, or begin with it, and not be loose.</summary>
    /// <remarks>kernel/bpf/verifier.c, check_reg_type.</remarks>
    bool IsObjectOf(in Value value, string type, bool isStrict)
    {
        if (!context.ForLinux)
            return value.Kind is ValueKind.Object || value.MayBeObject;
        return value.Kind == ValueKind.Object && value.Number.IsConstant && (value.Trust != Trust.None || value.Reference != 0)
            && context.Objects.Begins(value.Region, value.Offset, context.Objects.IdOf(type), isStrict);
    }

    // check_kfunc_args, process_kf_arg_ptr_to_btf_id.
    void CheckObject(int register, in Value value, in Arg argument)
    {
        var needed = context.Objects.IdOf(argument.TypeName!);
        var flags = _kernelFunction!.Flags;
        var layout = ObjectBehind(value);
        if (layout < 0)
        {
            CheckPlainStruct(register, value, argument, needed);
            return;
        }

        var isReleased = (flags & KernelFunctionFlags.Releases) != 0;
        if (!value.Number.IsConstant || !context.Objects.Begins(layout, value.Offset, needed, IsStrict(value, isReleased, layout, needed)))
            throw Wrong(register, value, $"struct {argument.TypeName}, not struct {context.Objects.Name(layout)},");
        var isTrusted = value.Kind == ValueKind.Struct || value.IsTrusted || value.Reference != 0;
        var suits = isReleased || (flags & KernelFunctionFlags.TakesTrusted) != 0 ? isTrusted
            : (flags & KernelFunctionFlags.TakesRcu) != 0 ? isTrusted || value.Trust == Trust.Rcu
            : isTrusted || value.Trust != Trust.None;
        if (!suits)
        {
            throw Reject(RejectionKind.HelperArgument, $"{Callee} is given r{register}, a kernel object that may be gone by now",
                (flags & KernelFunctionFlags.TakesRcu) != 0 ? "get it within bpf_rcu_read_lock() and bpf_rcu_read_unlock()" : "acquire it first");
        }
    }

    // Types whose names differ in what stands behind three underscores are never one (btf_type_ids_nocast_alias).
    bool IsStrict(in Value value, bool isReleased, int given, int needed)
    {
        var (a, b) = (context.Objects.Name(given), context.Objects.Name(needed));
        return (isReleased && value.Reference != 0) || a.StartsWith(b + "___", StringComparison.Ordinal) || b.StartsWith(a + "___", StringComparison.Ordinal);
    }

    // The type of the object that a value points to; -1 if it points to none. Sockets are objects of these types (reg2btf_ids).
    int ObjectBehind(in Value value) => value.Kind switch
    {
        ValueKind.Object => value.Region,
        ValueKind.Struct when value.Region == SocketLayout => context.Objects.IdOf("sock"),
        ValueKind.Struct when value.Region == SocketCommonLayout => context.Objects.IdOf("sock_common"),
        ValueKind.Struct when value.Region == TcpSocketLayout => context.Objects.IdOf("tcp_sock"),
        _ => -1,
    };

    void CheckPerCpu(int register, in Value value, in Arg argument)
    {
        Demand(value is { Kind: ValueKind.PerCpuObject, Offset: 0 } && value.Number.IsConstant, register, value, argument);
        _call.PerCpu = value;
    }

    // A struct of numbers may lie in the program's own memory.
    void CheckPlainStruct(int register, in Value value, in Arg argument, int needed)
    {
        if (context.Objects.Layout(needed) is not { } layout || !StructWalk.HoldsNumbersOnly(layout))
            throw Wrong(register, value, argument.ToString());
        CheckMemory(register, value, Arg.FixedReadWrite(layout.Size), layout.Size);
    }

    // check_helper_mem_access: a helper may read what an access of that size could.
    void CheckObjectMemory(int register, in Value value, in Arg argument, long most)
    {
        if (!context.ForLinux)
            return;
        if (argument.Kind is not (ArgKind.ReadMemory or ArgKind.FixedRead) || value.Trust != Trust.Held || value.Kind != ValueKind.Object || value.IsNullable)
            throw Wrong(register, value, argument.ToString());
        DemandObjectAccess(value, register, 0);
        var step = StructWalk.Access(LayoutOf(value), value.Offset, (int)most);
        if (step.Kind == StepKind.Fault)
            throw Reject(RejectionKind.ForbiddenAccess, $"{Callee} reads {step.Fault}, through r{register}", "read the fields, and hand over a copy");
    }
}
