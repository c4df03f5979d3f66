using Sluice.Bpf.Btf;
using Sluice.Bpf.Platform;
using Sluice.Verifier.Domain;

namespace Sluice.Verifier.Analysis;

// Calls of kernel functions, by name.
sealed partial class Transfer
{
    KernelFunction? _kernelFunction;

    // What a section without interrupts counts for among those that are not preempted: it is one, too.
    const int InterruptsOff = 1 << 16;

    Trust _iteratorTrust;

    /// <summary>The iterator that the last call advanced, or 0.</summary>
    public int AdvancedIterator { get; private set; }

    void CallKernelFunction()
    {
        if (Code.KernelCallAt(Slot) is not { } name)
            throw Reject(RejectionKind.Unsupported, "calls a function of the kernel by a number that only a running kernel knows");
        if (!context.ForLinux)
            throw Reject(RejectionKind.UnavailableHelper, $"calls '{name}' of the kernel, which does not exist in process", "verify it for Linux: --mode linux");
        if (context.Kernel.Find(name, out var fault) is not { } contract)
            throw Reject(RejectionKind.UnavailableHelper, $"calls '{name}' of the kernel, {fault}");
        _kernelFunction = contract.Function;
        DemandCallable(name, contract.Function);
        (_helper, _call, Callback, AdvancedIterator) = (contract.Prototype, HelperCall.None, null, 0);
        for (var index = 0; index < contract.Arguments.Length; index++)
            CheckArgument(index, contract.Arguments);
        ApplySections(name, contract.Function);
        if (_call.Released != 0)
        {
            _state.Release(_call.Released);
            Kill(_call.Released);
        }

        var result = KernelResult(contract);
        Clobber();
        Set(0, result);
        _kernelFunction = null;
    }

    void DemandCallable(string name, KernelFunction function)
    {
        if (_state.LockId != 0)
            throw Reject(RejectionKind.Lock, $"calls '{name}' while it holds a spin lock", "release the lock first");
        if (!function.Has(KernelFunctionFlags.MaySleep))
            return;
        if (!context.MaySleep && context.Type.Type != ProgramType.Syscall)
            throw Reject(RejectionKind.UnavailableHelper, $"calls '{name}', which may sleep, in a program that may not", "use a sleepable section: its name ends in '.s'");
        DemandMaySleep($"calls '{name}', which may sleep,");
    }

    void DemandMaySleep(string what)
    {
        if (_state.RcuSections > 0 || _state.PreemptionSections > 0)
            throw Reject(RejectionKind.Lock, $"{what} in a section that is protected by RCU or not preempted", "end the section first");
    }

    void ApplySections(string name, KernelFunction function)
    {
        if (function.Has(KernelFunctionFlags.LocksRcu))
        {
            if (_state.RcuSections > 0)
                throw Reject(RejectionKind.Lock, $"calls '{name}' in a section that RCU protects already");
            _state.RcuSections++;
        }
        else if (function.Has(KernelFunctionFlags.UnlocksRcu))
        {
            if (_state.RcuSections == 0)
                throw Reject(RejectionKind.Lock, $"calls '{name}', but no such section was begun");
            _state.RcuSections--;
            _state.ForEachValue(static (ref value, in _) =>
            {
                // What was null stays so; reads of it do no harm.
                if (value.Trust == Trust.Rcu)
                    (value.Trust, value.IsNullable) = (Trust.None, value.IsNullable && value.Kind != ValueKind.Object);
            }, 0);
        }
        else if (function.Has(KernelFunctionFlags.SavesInterrupts))
        {
            if (_state.PreemptionSections >= InterruptsOff)
                throw Reject(RejectionKind.Lock, $"calls '{name}' while interrupts are kept away already, which this verifier does not follow", "one such section at a time");
            _state.PreemptionSections += InterruptsOff;
        }
        else if (function.Has(KernelFunctionFlags.RestoresInterrupts))
        {
            _state.PreemptionSections -= InterruptsOff;
        }
        else if (function.Has(KernelFunctionFlags.DisablesPreemption))
        {
            _state.PreemptionSections++;
        }
        else if (function.Has(KernelFunctionFlags.EnablesPreemption))
        {
            if (_state.PreemptionSections % InterruptsOff == 0)
                throw Reject(RejectionKind.Lock, $"calls '{name}', but no such section was begun");
            _state.PreemptionSections--;
        }
    }

    Value KernelResult(KernelContract contract)
    {
        var function = contract.Function;
        var result = contract.Result.Resolve() switch
        {
            _ when function.Has(KernelFunctionFlags.ReturnsArena) => Value.Pointer(ValueKind.Arena),
            _ when function.Has(KernelFunctionFlags.Casts) => Cast(),
            _ when function.Has(KernelFunctionFlags.CastsContext) => CastContext(),
            _ when function.Has(KernelFunctionFlags.ReturnsSlice) => Slice(),
            BtfVoid => Value.Uninitialised,
            BtfPointer { Target: var target } when target.Resolve() is BtfVoid => Value.AnyScalar,
            BtfPointer { Target: var target } when target.Resolve() is BtfStruct or BtfForward => NamedObject(target.Resolve().Name, TrustOfResult(function)),
            BtfPointer { Target: var target } => Value.Pointer(ValueKind.Memory, target.SizeOf()) with { Reference = AdvancedIterator, IsShared = true },
            var number => Value.Of(Scalar.OfBytes(number.SizeOf())),
        };
        if (!result.IsPointer)
            return result;
        result.IsReadOnly |= function.Has(KernelFunctionFlags.IsReadOnly);
        if (function.Has(KernelFunctionFlags.ReturnsNull))
            (result.IsNullable, result.Id) = (true, context.Ids.Next());
        if (function.Has(KernelFunctionFlags.Acquires))
            result.Reference = Acquire();
        return result;
    }

    // What is acquired is held by its reference.
    Trust TrustOfResult(KernelFunction function) => function.Has(KernelFunctionFlags.AdvancesIterator) ? _iteratorTrust : Trust.Walked;

    // kernel/bpf/verifier.c, check_special_kfunc: nobody checks what the object is.
    Value Cast()
    {
        var id = Register(2).Number;
        var types = context.Objects.Kernel ?? throw Reject(RejectionKind.Unsupported, $"{Callee} names a type of the kernel, whose types are not known here", GiveTypes);
        if (!id.IsConstant || id.Min >= (ulong)types.All.Length)
            throw Reject(RejectionKind.HelperArgument, $"{Callee} expects the number of a type of the kernel in r2 ({id})", "use bpf_core_type_id_kernel()");
        return types[(int)id.Min].Resolve() switch
        {
            BtfVoid => Value.Pointer(ValueKind.LooseMemory),
            BtfStruct layout => Value.Pointer(ValueKind.Object, context.Objects.IdOf(layout)),
            var other => throw Reject(RejectionKind.HelperArgument, $"{Callee} casts to '{other.Name}', which is neither a struct nor void"),
        };
    }

    // The kernel's own form of the context: struct bpf_ctx_convert pairs the two, program type by program type.
    Value CastContext()
    {
        const string theirs = "_prog", ours = "_kern";
        var pairs = context.Objects.Kernel?.Find<BtfStruct>("bpf_ctx_convert")
            ?? throw Reject(RejectionKind.Unsupported, $"{Callee} gives the kernel's form of the context, but the kernel's types are not known here", GiveTypes);
        foreach (var member in pairs.Members)
        {
            if (!member.Name.EndsWith(theirs, StringComparison.Ordinal) || member.Type.Resolve() is not BtfStruct form || form.Name != context.Type.Context.Name)
                continue;
            if (pairs.FindMember(member.Name[..^theirs.Length] + ours)?.Type.Resolve() is BtfStruct kernel)
                return Value.Pointer(ValueKind.Object, context.Objects.IdOf(kernel)) with { Trust = Trust.Held };
        }

        throw Reject(RejectionKind.UnavailableHelper, $"{Callee} knows no other form of the context of program type {context.Type.Name}");
    }

    // The size is the last argument's.
    Value Slice()
    {
        var size = Register(4).Number;
        if (!size.IsConstant || size.Min > MaxMemorySize)
            throw Reject(RejectionKind.HelperSize, $"the size of {Callee} in r4 is not constant ({size})", "use a constant size");
        return Value.Pointer(ValueKind.Memory, (int)size.Min) with
        {
            Reference = _call.SharedReference,
            IsShared = true,
            IsPacketMemory = _call.IsOfPacket,
        };
    }

    void CheckIterator(int register, in Value value, in Arg argument)
    {
        Demand(value.Kind == ValueKind.Stack && value.Number.IsConstant && value.Offset % 8 == 0 && argument.Size > 0, register, value, argument);
        var size = (argument.Size + 7) / 8 * 8;
        var (start, _) = DemandStack(value, register, 0, size, $"{Callee} takes");
        var frame = _state.FrameAt(value.Region);
        if (_kernelFunction!.Has(KernelFunctionFlags.MakesIterator))
        {
            DemandNoDynptr(frame, start, size);
            var made = Value.Pointer(ValueKind.Iterator, context.Objects.IdOf(argument.TypeName!)) with
            {
                Reference = Acquire(),
                Trust = !_kernelFunction.Has(KernelFunctionFlags.NeedsRcu) ? Trust.Held : IsProtectedByRcu ? Trust.Rcu : Trust.None,
            };
            for (var offset = 0; offset < size; offset += 8)
                frame.Store(start + offset, 8, made);
            return;
        }

        var index = frame.Find(start, 8);
        if (index < 0 || frame.Cells[index].Value is not { Kind: ValueKind.Iterator } iterator || iterator.Region != context.Objects.IdOf(argument.TypeName!)
            || (size > 8 && !(frame.Find(start + size - 8, 8) is >= 0 and var last && frame.Cells[last].Value.Reference == iterator.Reference)))
        {
            throw Reject(RejectionKind.HelperArgument, $"{Callee} expects an iterator that was made before, whose address r{register} does not hold");
        }

        if (_kernelFunction.Has(KernelFunctionFlags.AdvancesIterator))
        {
            if (iterator.Trust == Trust.None)
            {
                throw Reject(RejectionKind.HelperArgument, $"{Callee} advances an iterator whose objects live only as long as RCU protects them",
                    "make, advance and destroy it within bpf_rcu_read_lock() and bpf_rcu_read_unlock()");
            }

            (AdvancedIterator, _iteratorTrust) = (iterator.Reference, iterator.Trust);
            return;
        }

        _call.Released = iterator.Reference;
        frame.Forget(start, size);
    }
}
