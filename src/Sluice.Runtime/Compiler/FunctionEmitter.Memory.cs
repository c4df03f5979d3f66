using System.Reflection;
using System.Reflection.Emit;
using Sluice.Bpf.Instructions;
using Sluice.Runtime.Code;
using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Compiler;

// Loads and stores, and the sandbox's checks of them.
sealed partial class FunctionEmitter
{
    static readonly Dictionary<(Operation, int), OpCode> s_loads = new()
    {
        [(Operation.Load, 1)] = OpCodes.Ldind_U1,
        [(Operation.Load, 2)] = OpCodes.Ldind_U2,
        [(Operation.Load, 4)] = OpCodes.Ldind_U4,
        [(Operation.Load, 8)] = OpCodes.Ldind_I8,
        [(Operation.LoadSignExtend, 1)] = OpCodes.Ldind_I1,
        [(Operation.LoadSignExtend, 2)] = OpCodes.Ldind_I2,
        [(Operation.LoadSignExtend, 4)] = OpCodes.Ldind_I4,
    };

    static readonly Dictionary<int, OpCode> s_stores = new()
    {
        [1] = OpCodes.Stind_I1,
        [2] = OpCodes.Stind_I2,
        [4] = OpCodes.Stind_I4,
        [8] = OpCodes.Stind_I8,
    };

    static readonly Dictionary<(Operation, int), MethodInfo> s_atomics = Atomic();

    static Dictionary<(Operation, int), MethodInfo> Atomic()
    {
        var methods = new Dictionary<(Operation, int), MethodInfo>();
        foreach (var (type, size) in new[] { (typeof(int), 4), (typeof(long), 8) })
        {
            var reference = type.MakeByRefType();
            var unsigned = size == 4 ? typeof(uint) : typeof(ulong);
            methods[(Operation.AtomicAdd, size)] = Members.Overload(typeof(Interlocked), nameof(Interlocked.Add), reference, type);
            methods[(Operation.AtomicFetchAdd, size)] = Members.Overload(typeof(Atomics), nameof(Atomics.FetchAdd), unsigned.MakePointerType(), unsigned);
            methods[(Operation.AtomicExchange, size)] = Members.Overload(typeof(Interlocked), nameof(Interlocked.Exchange), reference, type);
            methods[(Operation.AtomicCompareExchange, size)] = Members.Overload(typeof(Interlocked), nameof(Interlocked.CompareExchange), reference, type, type);
            foreach (var (plain, fetch, name) in new[]
            {
                (Operation.AtomicOr, Operation.AtomicFetchOr, nameof(Interlocked.Or)),
                (Operation.AtomicAnd, Operation.AtomicFetchAnd, nameof(Interlocked.And)),
            })
            {
                methods[(plain, size)] = methods[(fetch, size)] = Members.Overload(typeof(Interlocked), name, reference, type);
            }

            methods[(Operation.AtomicXor, size)] = methods[(Operation.AtomicFetchXor, size)] =
                Members.Overload(typeof(Atomics), nameof(Atomics.FetchXor), unsigned.MakePointerType(), unsigned);
        }

        return methods;
    }

    void EmitLoad(CodeInstruction instruction)
    {
        var target = _plan.Webs.WrittenBy(instruction);
        var size = instruction.Form.Size;
        var slot = instruction.Operation == Operation.LoadAcquire ? -1 : Operands.LoadedSlot(instruction, _state, _plan.Analysis);
        if (slot >= 0)
        {
            EmitSlotLoad(instruction, slot, target);
            return;
        }

        if (_loop is { KeepsEnds: true } && _plan.EndReadBy(instruction, _state) is not PacketField.None and var end)
        {
            _il.Emit(OpCodes.Ldloc, _loop.End(end));
            StoreWide(target);
            return;
        }

        EmitAddress(instruction, instruction.Source, false);
        if (instruction.Operation == Operation.LoadAcquire)
            _il.Emit(OpCodes.Volatile);
        _il.Emit(s_loads[(instruction.Operation == Operation.LoadAcquire ? Operation.Load : instruction.Operation, size)]);
        if (size == 8)
        {
            StoreWide(target);
        }
        else if (instruction.Operation == Operation.LoadSignExtend && !IsNarrow(target))
        {
            _il.Emit(OpCodes.Conv_I8);
            StoreWide(target);
        }
        else
        {
            StoreNarrow(target);
        }
    }

    void EmitSlotLoad(CodeInstruction instruction, int slot, int target)
    {
        if (instruction.Operation == Operation.LoadSignExtend)
        {
            LoadNarrow(slot);
            if (instruction.Form.Size < 4)
                _il.Emit(instruction.Form.Size == 1 ? OpCodes.Conv_I1 : OpCodes.Conv_I2);
            if (!IsNarrow(target))
                _il.Emit(OpCodes.Conv_I8);
            _il.Emit(OpCodes.Stloc, LocalOf(target));
            return;
        }

        Load(slot, IsNarrow(target));
        _il.Emit(OpCodes.Stloc, LocalOf(target));
    }

    void EmitStore(CodeInstruction instruction)
    {
        var size = instruction.Form.Size;
        if (instruction.Operation != Operation.StoreRelease && _plan.Analysis.Slots.Find(instruction, _state[instruction.Destination]) >= 0)
        {
            EmitSlotStore(instruction);
            return;
        }

        EmitAddress(instruction, instruction.Destination, true);
        LoadStored(instruction);
        if (instruction.Operation == Operation.StoreRelease)
            _il.Emit(OpCodes.Volatile);
        _il.Emit(s_stores[size]);
    }

    void EmitSlotStore(CodeInstruction instruction)
    {
        var target = _plan.Webs.WrittenBy(instruction);
        if (instruction.Form.Size == 8)
        {
            LoadSecond(instruction, IsNarrow(target));
            _il.Emit(OpCodes.Stloc, LocalOf(target));
            return;
        }

        LoadSecond(instruction, true);
        if (instruction.Form.Size < 4)
            _il.Emit(instruction.Form.Size == 1 ? OpCodes.Conv_U1 : OpCodes.Conv_U2);
        StoreNarrow(target);
    }

    void LoadStored(CodeInstruction instruction) => LoadSecond(instruction, instruction.Form.Size < 8);

    void EmitAtomic(CodeInstruction instruction)
    {
        var isNarrow = instruction.Form.Size == 4;
        EmitAddress(instruction, instruction.Destination, true);
        if (instruction.Operation == Operation.AtomicCompareExchange)
        {
            Load(instruction.Source, isNarrow);
            Load(0, isNarrow);
        }
        else
        {
            Load(instruction.Source, isNarrow);
        }

        _il.Emit(OpCodes.Call, s_atomics[(instruction.Operation, instruction.Form.Size)]);
        if (instruction.Operation is >= Operation.AtomicAdd and <= Operation.AtomicXor)
            _il.Emit(OpCodes.Pop);
        else if (isNarrow)
            StoreNarrow(_plan.Webs.WrittenBy(instruction));
        else
            StoreWide(_plan.Webs.WrittenBy(instruction));
    }

    void EmitPacketLoad(CodeInstruction instruction)
    {
        var value = _il.DeclareLocal(typeof(long));
        var missing = _il.DefineLabel();
        EmitCpu();
        _il.Emit(OpCodes.Ldc_I8, instruction.Immediate);
        if (instruction.Operation == Operation.LoadPacketIndirect)
        {
            LoadNarrow(instruction.Source);
            _il.Emit(OpCodes.Conv_U8);
            _il.Emit(OpCodes.Add);
        }

        _il.Emit(OpCodes.Ldc_I4, instruction.Form.Size);
        _il.Emit(OpCodes.Call, Members.LegacyLoad);
        _il.Emit(OpCodes.Stloc, value);
        _il.Emit(OpCodes.Ldloc, value);
        _il.Emit(OpCodes.Ldc_I8, 0L);
        _il.Emit(OpCodes.Blt, missing);
        _il.Emit(OpCodes.Ldloc, value);
        StoreWide(_plan.Webs.WrittenBy(instruction));
        _rare.Add(() =>
        {
            _il.MarkLabel(missing);
            EmitReturnZero();
        });
    }

    // Pushes the address of an access, checked if it has to be.
    void EmitAddress(CodeInstruction instruction, int register, bool write)
    {
        var size = instruction.Form.Size;
        var address = _state[register];
        var isAtomic = instruction.Form.IsAtomic;
        if (!_plan.IsChecked || (AccessRules.IsSafe(address, instruction.Offset, size, write, _state, _plan.Code)
            && (!isAtomic || AccessRules.IsAligned(address, instruction.Offset, size))))
        {
            EmitSum(register, instruction.Offset);
            return;
        }

        var sum = _il.DeclareLocal(typeof(long));
        EmitSum(register, instruction.Offset);
        _il.Emit(OpCodes.Stloc, sum);
        if (isAtomic)
        {
            EmitSlowCheck(sum, size, write, instruction.Slot, Members.CheckAtomic);
        }
        else
        {
            var (missed, passed) = (_il.DefineLabel(), _il.DefineLabel());
            EmitQuickCheck(sum, size, write, address, missed);
            _il.MarkLabel(passed);
            _rare.Add(() =>
            {
                _il.MarkLabel(missed);
                EmitSlowCheck(sum, size, write, instruction.Slot, Members.Check);
                _il.Emit(OpCodes.Br, passed);
            });
        }

        _il.Emit(OpCodes.Ldloc, sum);
    }

    void EmitSum(int register, int offset)
    {
        if (_state[register].Kind == ValueKind.Frame)
        {
            _il.Emit(OpCodes.Ldloc, _frame!);
            offset += _state[register].Offset;
        }
        else
        {
            LoadWide(register);
        }

        if (offset == 0)
            return;
        _il.Emit(OpCodes.Ldc_I4, offset);
        _il.Emit(OpCodes.Conv_I8);
        _il.Emit(OpCodes.Add);
    }

    // One comparison with the region where the address most likely lies; the guess need not be right.
    void EmitQuickCheck(LocalBuilder address, int size, bool write, Value origin, Label missed)
    {
        _il.Emit(OpCodes.Ldloc, address);
        switch (RegionOf(origin, write))
        {
            case Region.Map:
                EmitMapBounds(origin, size);
                break;
            case Region.Stack:
                _il.Emit(OpCodes.Ldloc, _frame!);
                _il.Emit(OpCodes.Ldc_I8, (long)-Cpu.FrameSize);
                _il.Emit(OpCodes.Add);
                _il.Emit(OpCodes.Sub);
                _il.Emit(OpCodes.Ldc_I8, (long)Cpu.FrameSize - size + 1);
                break;
            default:
                // In memory, not in locals: the processor reads them for nothing, and registers are scarce.
                EmitCpu();
                _il.Emit(OpCodes.Ldfld, Members.CpuPacketStart);
                _il.Emit(OpCodes.Sub);
                EmitCpu();
                _il.Emit(OpCodes.Ldfld, Members.CpuPacketLimit(size));
                break;
        }

        _il.Emit(OpCodes.Bge_Un, missed);
    }

    unsafe void EmitMapBounds(Value origin, int size)
    {
        var header = origin.Map!.Header;
        _il.Emit(OpCodes.Ldc_I8, (long)header->Values);
        _il.Emit(OpCodes.Sub);
        _il.Emit(OpCodes.Ldc_I8, Math.Max(0, (long)header->ValuesLength - size + 1));
    }

    void EmitSlowCheck(LocalBuilder address, int size, bool write, int slot, MethodInfo method)
    {
        EmitCpu();
        _il.Emit(OpCodes.Ldloc, address);
        _il.Emit(OpCodes.Ldc_I8, (long)size);
        _il.Emit(write ? OpCodes.Ldc_I4_1 : OpCodes.Ldc_I4_0);
        _il.Emit(OpCodes.Ldc_I4, slot);
        _il.Emit(OpCodes.Call, method);
        _il.Emit(OpCodes.Stloc, address);
    }

    static Region RegionOf(Value origin, bool write) => origin switch
    {
        { Kind: ValueKind.MapValue, Map: { } map } when !write || !MemoryGuard.IsReadOnly(map) => Region.Map,
        { PointsToFrame: true } => Region.Stack,
        _ => Region.Packet,
    };

    // Again after whatever may have moved the packet.
    void NotePacket()
    {
        if (!_plan.IsChecked)
            return;
        EmitCpu();
        _il.Emit(OpCodes.Call, Members.NotePacket);
    }

    enum Region
    {
        Packet,
        Map,
        Stack,
    }
}
