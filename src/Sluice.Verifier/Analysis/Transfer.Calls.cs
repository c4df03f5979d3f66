using System.Collections.Immutable;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Platform;
using Sluice.Verifier.Domain;

namespace Sluice.Verifier.Analysis;

// Calls of helpers: who may call, and what comes back. Everything about a helper is in the platform's table.
sealed partial class Transfer
{
    // What the linker leaves where a CO-RE relocation or a weak kernel function has no answer (libbpf's numbers).
    const int PoisonedRelocation = 195_896_080, MissingKernelFunction = 2_002_000_000;

    const int MaxCpus = 8192;

    Helper _helper = null!;

    HelperCall _call;

    string Callee => _helper.Id < 0 ? _helper.Name : _helper.ToString();

    /// <summary>The callback that the last helper runs before it returns, and with what; null if it runs none.</summary>
    public CallbackCall? Callback { get; private set; }

    void CallHelper(int id)
    {
        (_helper, _kernelFunction) = (DemandHelper(id), null);
        Call(_helper.SignatureFor(context.Type.Type));
    }

    /// <summary>Calls a function of the program that is verified alone: what it is given must suit its signature.</summary>
    public void CallGlobal(GlobalFunction function)
    {
        if (function.Fault.Length > 0)
        {
            throw Reject(RejectionKind.Unsupported, $"calls '{function.Function.Name}', a global function that Linux verifies alone, but it {function.Fault}",
                "make it static, or give it a signature of numbers, the context and memory of a fixed size");
        }

        if (_state.LockId != 0)
            throw Reject(RejectionKind.Lock, "calls a global function while it holds a spin lock", "release the lock first");
        (_helper, _kernelFunction) = (function.Prototype, null);
        Call((_helper.Returns, _helper.Arguments));
    }

    void Call((Returns Returns, ImmutableArray<Arg> Arguments) signature)
    {
        var (returns, arguments) = signature;
        _call = HelperCall.None;
        Callback = null;
        for (var index = 0; index < arguments.Length; index++)
            CheckArgument(index, arguments);
        if (_helper.Has(Effects.TailCalls))
        {
            DemandNumberReturned("tail-calls");
            DemandNothingHeld("a tail call may not come back, and the program");
        }

        ApplyEffects();
        var result = Result(returns);
        Clobber();
        Set(0, result);
    }

    Helper DemandHelper(int id)
    {
        if (id is PoisonedRelocation or MissingKernelFunction)
        {
            throw Reject(RejectionKind.UnresolvedRelocation, "reaches an instruction that asks the target for a type, field or function that it does not have",
                "guard it with bpf_core_field_exists() or the like");
        }

        var helper = Helpers.Find(id);
        if (helper is null || (helper.IsOwn && context.ForLinux))
            throw Reject(RejectionKind.UnknownHelper, $"calls helper {id}, which {(context.ForLinux ? "Linux" : "nobody")} {(context.ForLinux ? "does not have" : "knows")}");
        if (!helper.IsAvailable(context.Type.Type, context.Place))
            throw Reject(RejectionKind.UnavailableHelper, $"calls {helper}, which program type {context.Type.Name} may not call{AttachHint(helper)}");
        if (context.ForLinux && helper.GplOnly && !context.IsGplCompatible)
        {
            throw Reject(RejectionKind.Licence, $"calls {helper}, which Linux allows to programs with a GPL-compatible licence only; this one's is '{Code.Program.License}'",
                "add: char LICENSE[] SEC(\"license\") = \"Dual BSD/GPL\";");
        }

        if (helper.Has(Effects.MaySleep) && !context.MaySleep)
            throw Reject(RejectionKind.UnavailableHelper, $"calls {helper}, which may sleep, in a program that may not", "use a sleepable section: its name ends in '.s'");
        if (helper.Has(Effects.MaySleep))
            DemandMaySleep($"calls {helper}, which may sleep,");
        if (_state.LockId != 0 && !helper.Has(Effects.ReleasesLock))
            throw Reject(RejectionKind.Lock, $"calls {helper} while it holds a spin lock", "release the lock first");
        return helper;
    }

    string AttachHint(Helper helper) => helper.Programs.Contains(context.Type.Type) ? $" at attach point {context.Place}" : "";

    /// <summary>Demands that no resource and no lock is held.</summary>
    public void DemandNothingHeld(string what)
    {
        if (_state.ReferenceCount > 0)
        {
            var slot = _state.References[0] / ReferencesPerSlot;
            throw Reject(RejectionKind.ReferenceLeak, $"{what} still holds what {Describe(slot)} gave",
                "release it on every path: submit or discard a record, bpf_sk_release() a socket");
        }

        if (_state.LockId != 0)
            throw Reject(RejectionKind.Lock, $"{what} still holds a spin lock", "call bpf_spin_unlock() on every path");
        if (_state.RcuSections > 0)
            throw Reject(RejectionKind.Lock, $"{what} is still in a section that RCU protects", "call bpf_rcu_read_unlock() on every path");
        if (_state.PreemptionSections > 0)
            throw Reject(RejectionKind.Lock, $"{what} still keeps others from running", "call bpf_preempt_enable() on every path");
    }

    // kernel/bpf/verifier.c, check_abnormal_return: what may end the program from within a function gives the verdict.
    void DemandNumberReturned(string what)
    {
        if (!context.ForLinux || function == 0)
            return;
        var called = Code.Program.FunctionAt(function);
        var type = called.TypeId == 0 ? null : Code.Program.Types?[called.TypeId] as BtfFunction;
        if (type?.Prototype is not BtfFunctionPrototype { Return: var result } || result.Resolve() is not BtfInteger)
        {
            throw Reject(RejectionKind.UnavailableHelper,
                $"'{called.Name}' {what}, which Linux allows to functions that return int only{(type is null ? ", and not to those without BTF" : "")}",
                "let the function return int, or do it in the program's entry function");
        }
    }

    string Describe(int slot) => Code.KernelCallAt(slot) is { } function ? $"{function} (insn {slot})" : $"{Helpers.Find(Code.Instructions[slot].Immediate)?.ToString() ?? "a call"} (insn {slot})";

    void ApplyEffects()
    {
        if (_helper.Has(Effects.TakesLock))
        {
            if (_state.LockId != 0)
                throw Reject(RejectionKind.Lock, "takes a spin lock while it holds one", "one lock at a time");
            _state.LockId = _call.LockId;
        }
        else if (_helper.Has(Effects.ReleasesLock))
        {
            if (_state.LockId == 0)
                throw Reject(RejectionKind.Lock, "releases a spin lock that it does not hold");
            if (_state.LockId != _call.LockId)
                throw Reject(RejectionKind.Lock, "releases another spin lock than the one that it holds");
            _state.LockId = 0;
        }

        if (_call.Released != 0)
        {
            _state.Release(_call.Released);
            Kill(_call.Released);
        }

        if (_helper.Has(Effects.MovesPacket))
            MovePacket();
    }

    void Kill(int reference) => _state.ForEachValue(static (ref value, in reference) =>
    {
        if (value.Reference == reference)
            value = new() { Kind = ValueKind.Dead };
    }, reference);

    void MovePacket()
    {
        _state.ForEachValue(static (ref value, in _) =>
        {
            if (value.IsOfPacket || value.IsPacketMemory)
                value = new() { Kind = ValueKind.Dead };
            else if (value.IsSpan)
                (value.IsSpan, value.Id, value.Range) = (false, 0, 0);
        }, 0);
        (_state.PacketBytes, _state.MetaBytes, _state.HasMovedPacket) = (0, 0, true);
    }

    Value Result(in Returns returns)
    {
        var value = returns.Kind switch
        {
            ReturnKind.Nothing => Value.Uninitialised,
            ReturnKind.SizeOrError => Value.Of(Scalar.BetweenSigned(-4095, Size(returns.Argument))),
            ReturnKind.CpuNumber => Value.Of(Scalar.Between(0, MaxCpus - 1)),
            ReturnKind.MapValue => Found(),
            ReturnKind.Socket => Value.Pointer(ValueKind.Struct, SocketLayout),
            ReturnKind.SocketCommon => Value.Pointer(ValueKind.Struct, SocketCommonLayout),
            ReturnKind.TcpSocket => Value.Pointer(ValueKind.Struct, TcpSocketLayout),
            ReturnKind.RingBufferRecord => Value.Pointer(ValueKind.Memory, (int)_call.AllocationSize) with { IsRecord = true },
            ReturnKind.DynptrSlice => Value.Pointer(ValueKind.Memory, (int)_call.AllocationSize) with { Reference = _call.SharedReference, IsShared = true },
            ReturnKind.KernelPointer => Value.Pointer(ValueKind.Object, _call.PointerType) with { Trust = Trust.Walked },
            ReturnKind.Object => NamedObject(returns.TypeName, _helper == Helpers.GetCurrentTaskBtf ? Trust.Held : Trust.Walked),
            ReturnKind.PerCpuObject => OwnObject(),
            _ => Value.AnyScalar,
        };
        if (!value.IsPointer)
            return value;
        value.IsNullable |= returns.IsNullable && !IsAlwaysFound(value);
        if (value.IsNullable || value.Kind == ValueKind.MapValue)
            value.Id = context.Ids.Next();
        if (_helper.Has(Effects.AcquiresReference) || (returns.Kind == ReturnKind.MapValue && value.Kind == ValueKind.Struct && value.Region == SocketLayout))
            value.Reference = Acquire();
        else if (_helper.Has(Effects.SharesReference))
            (value.Reference, value.IsShared) = (_call.SharedReference, true);
        return value;
    }

    // What the CPU has of an object, or of a variable, that each has.
    Value OwnObject() => _call.PerCpu.IsSized ? Value.Pointer(ValueKind.Memory, _call.PerCpu.Region) with { IsReadOnly = true }
        : Value.Pointer(ValueKind.Object, _call.PerCpu.Region) with { Trust = Trust.Walked };

    // An array has all its entries (kernel/bpf/verifier.c, can_elide_value_nullness); how many an inner map has is not known.
    bool IsAlwaysFound(in Value value) => value.Kind == ValueKind.MapValue && _call.Key is { } key && _call.Map < Code.Program.Maps.Length
        && context.Map(_call.Map) is { Type: MapType.Array or MapType.PerCpuArray } map && key < map.MaxEntries;

    long Size(int argument) => _state.Registers[argument].Number is { } number && number.SignedMax >= 0 ? Math.Min(number.SignedMax, int.MaxValue) : int.MaxValue;

    // What a look-up gives depends on the map.
    Value Found() => MapTypeTable.Find(context.Map(_call.Map).Type)?.Lookup switch
    {
        LookupResult.Map => context.InnerMap(_call.Map) is >= 0 and var inner ? Value.Pointer(ValueKind.Map, inner)
            : throw Reject(RejectionKind.Unsupported, $"looks up in map '{context.Map(_call.Map).Name}' of maps, whose inner maps the object does not describe"),
        LookupResult.Socket => Value.Pointer(ValueKind.Struct, SocketLayout),
        LookupResult.XdpSocket => Value.Pointer(ValueKind.Struct, XdpSocketLayout),
        LookupResult.ReadOnlyValue => Value.Pointer(ValueKind.MapValue, _call.Map) with { IsReadOnly = true },
        _ => Value.Pointer(ValueKind.MapValue, _call.Map) with { IsReadOnly = IsReadOnly(_call.Map) },
    };

    /// <summary>A resource's number, divided by this, is the slot of the call that gave it.</summary>
    public const int ReferencesPerSlot = 64;

    // A resource is named by the call that gave it, so that the paths of a program name it alike.
    int Acquire()
    {
        for (var count = 1; count < ReferencesPerSlot; count++)
        {
            var reference = Slot * ReferencesPerSlot + count;
            if (_state.References.Contains(reference))
                continue;
            _state.Acquire(reference);
            return reference;
        }

        throw Reject(RejectionKind.ReferenceLeak, $"{Callee} was called {ReferencesPerSlot} times here without a release");
    }
}
