using System.Reflection.Emit;
using Sluice.Bpf.Instructions;
using Sluice.Runtime.Code;

namespace Sluice.Runtime.Compiler;

/// <summary>Writes the IL of one function.</summary>
/// <remarks>
/// Every web is a local, so the runtime's own compiler sees single assignments and allocates registers. Blocks keep their
/// order. What is rare (a missed check, a spent budget) stands behind the function's end.
/// </remarks>
sealed partial class FunctionEmitter
{
    readonly FunctionPlan _plan;
    readonly FunctionPlan[] _plans;
    readonly ILGenerator _il;
    readonly LocalBuilder?[] _locals;
    readonly Label[] _labels;
    readonly Dictionary<int, Label> _loopLabels = [];
    readonly List<Action> _rare = [];
    LocalBuilder? _frame, _mayGoto;

    // The argument that holds the CPU, and the first one behind it.
    readonly short _cpu;

    // The loop over packets that the function stands in, or null.
    readonly PacketLoop? _loop;

    int[] _current = [];
    FlowState _state = null!;

    FunctionEmitter(FunctionPlan plan, FunctionPlan[] plans, DynamicMethod method, Type? packets)
    {
        _plan = plan;
        _plans = plans;
        _il = method.GetILGenerator(plan.Blocks.Sum(block => block.Count) * 16);
        _locals = new LocalBuilder?[plan.Webs.Count];
        _labels = [.. plan.Function.Blocks.Select(_ => _il.DefineLabel())];
        _cpu = (short)(plan.IsEntry ? 1 : 0);
        if (packets is not null)
            _loop = new PacketLoop(_il, packets, plan.MovesPacket, plan.ReadsEndsOnly());
    }

    /// <summary>Writes <paramref name="plan"/>'s method; <paramref name="plans"/> are all functions of the program.</summary>
    public static void Emit(FunctionPlan plan, FunctionPlan[] plans) => new FunctionEmitter(plan, plans, plan.Method, null).Emit();

    /// <summary>Writes <paramref name="method"/>: the entry as the body of a loop over a batch of this type.</summary>
    public static void EmitLoop(FunctionPlan plan, FunctionPlan[] plans, DynamicMethod method, Type packets) =>
        new FunctionEmitter(plan, plans, method, packets).Emit();

    void Emit()
    {
        var function = _plan.Function;
        _loop?.Begin();
        EmitPrologue();
        foreach (var block in function.Blocks)
        {
            if (_plan.Analysis.IsReached(block))
                EmitBlock(block);
        }

        _loop?.Finish();
        // Grows while it is walked: what is rare may need something rarer.
        for (var index = 0; index < _rare.Count; index++)
            _rare[index]();
    }

    void EmitPrologue()
    {
        var live = _plan.Webs.AtStartOf(_plan.Function.Blocks[0]);
        if (_plan.UsesFrame)
            EmitFrame();
        for (var variable = 0; variable < live.Length; variable++)
        {
            if (live[variable] < 0)
                continue;
            var argument = ArgumentOf(variable);
            if (variable == 10)
                _il.Emit(OpCodes.Ldloc, _frame!);
            else if (variable == 1 && _loop is not null)
                _il.Emit(OpCodes.Ldloc, _loop.Context);
            else if (argument >= 0)
                _il.Emit(OpCodes.Ldarg, (short)argument);
            else
                _il.Emit(OpCodes.Ldc_I8, 0L);
            StoreWide(live[variable]);
        }

        if (_plan.HasMayGoto)
        {
            _mayGoto = _il.DeclareLocal(typeof(int));
            _il.Emit(OpCodes.Ldc_I4, ProgramCode.MayGotoLimit);
            _il.Emit(OpCodes.Stloc, _mayGoto);
        }

        if (_plan.IsEntry && Array.Exists(_plans, plan => plan.ChecksPacket))
            NotePacket();
    }

    void EmitFrame()
    {
        _frame = _il.DeclareLocal(typeof(long));
        if (_plan.IsEntry)
        {
            EmitCpu();
            _il.Emit(OpCodes.Ldfld, Members.CpuEntryFrame);
        }
        else
        {
            _il.Emit(OpCodes.Ldarg, (short)(_cpu + 1 + _plan.Arguments.Length));
        }

        _il.Emit(OpCodes.Stloc, _frame);
    }

    // The argument that a variable starts as, or -1.
    int ArgumentOf(int variable)
    {
        if (_plan.IsEntry)
            return variable is 1 or 2 && _loop is null ? _cpu + variable : -1;
        var index = Array.IndexOf(_plan.Arguments, variable);
        return index < 0 ? -1 : _cpu + 1 + index;
    }

    void EmitBlock(BasicBlock block)
    {
        EmitLoopEntry(block);
        _il.MarkLabel(_labels[block.Index]);
        _current = _plan.Webs.AtStartOf(block);
        _state = _plan.Analysis.AtStartOf(block);
        foreach (var instruction in _plan.Blocks[block.Index])
        {
            EmitInstruction(instruction, block);
            if (Operands.Written(instruction, _state, _plan.Analysis) is >= 0 and var written)
                _current[written] = _plan.Webs.WrittenBy(instruction);
            _plan.Analysis.Apply(instruction, _state);
        }

        if (block.FallThrough is not { } next)
            return;
        if (!_plan.Analysis.IsReached(next))
            EmitReturnZero(); // Code that no run reaches is not written, but the block still has to end.
        else if (next.Index != block.Index + 1)
            _il.Emit(OpCodes.Br, _labels[next.Index]);
    }

    void EmitInstruction(CodeInstruction instruction, BasicBlock block)
    {
        switch (instruction.Operation)
        {
            case var _ when instruction.Form.IsArithmetic:
                EmitArithmetic(instruction);
                break;
            case Operation.Jump:
                EmitJumpTo(block.Branch!, instruction);
                break;
            case Operation.MayGoto:
                EmitMayGoto(instruction, block);
                break;
            case var _ when instruction.Form.IsConditionalJump:
                EmitConditionalJump(instruction, block);
                break;
            case Operation.Exit:
                LoadWide(0);
                EmitReturn();
                break;
            case Operation.LoadImmediate64:
                if (IsTargetNarrow(instruction))
                    _il.Emit(OpCodes.Ldc_I4, (int)instruction.Immediate);
                else
                    _il.Emit(OpCodes.Ldc_I8, instruction.Immediate);
                _il.Emit(OpCodes.Stloc, LocalOf(_plan.Webs.WrittenBy(instruction)));
                break;
            case Operation.Load or Operation.LoadSignExtend or Operation.LoadAcquire:
                EmitLoad(instruction);
                break;
            case Operation.Store or Operation.StoreImmediate or Operation.StoreRelease:
                EmitStore(instruction);
                break;
            case var _ when instruction.Form.IsAtomic:
                EmitAtomic(instruction);
                break;
            case Operation.CallHelper:
                EmitHelperCall(instruction);
                break;
            case Operation.CallLocal:
                EmitLocalCall(instruction);
                break;
            case Operation.CallRegister:
                EmitRegisterCall(instruction);
                break;
            case Operation.LoadPacketAbsolute or Operation.LoadPacketIndirect:
                EmitPacketLoad(instruction);
                break;
        }
    }

    void EmitCpu() => _il.Emit(OpCodes.Ldarg, _cpu);

    // Leaves the function with 0; also where the flow of IL must end although no run gets there.
    void EmitReturnZero()
    {
        _il.Emit(OpCodes.Ldc_I8, 0L);
        EmitReturn();
    }

    // Leaves the function with what lies on the stack.
    void EmitReturn()
    {
        if (_loop is null)
            _il.Emit(OpCodes.Ret);
        else
            _loop.EmitReturn();
    }

    bool IsNarrow(int web) => _plan.Widths.IsNarrow(web);

    bool IsTargetNarrow(CodeInstruction instruction) => IsNarrow(_plan.Webs.WrittenBy(instruction));

    LocalBuilder LocalOf(int web) => _locals[web] ??= _il.DeclareLocal(IsNarrow(web) ? typeof(int) : typeof(long));

    // Pushes a variable's value as 64 bits.
    void LoadWide(int variable)
    {
        if (_state[variable].Kind == ValueKind.Constant)
        {
            _il.Emit(OpCodes.Ldc_I8, (long)_state[variable].Number);
            return;
        }

        var web = _current[variable];
        _il.Emit(OpCodes.Ldloc, LocalOf(web));
        if (IsNarrow(web))
            _il.Emit(OpCodes.Conv_U8);
    }

    // Pushes the low half of a variable's value.
    void LoadNarrow(int variable)
    {
        if (_state[variable].Kind == ValueKind.Constant)
        {
            _il.Emit(OpCodes.Ldc_I4, (int)_state[variable].Number);
            return;
        }

        var web = _current[variable];
        _il.Emit(OpCodes.Ldloc, LocalOf(web));
        if (!IsNarrow(web))
            _il.Emit(OpCodes.Conv_I4);
    }

    // Pops 64 bits into a web.
    void StoreWide(int web)
    {
        if (IsNarrow(web))
            _il.Emit(OpCodes.Conv_I4);
        _il.Emit(OpCodes.Stloc, LocalOf(web));
    }

    // Pops 32 bits into a web; the upper half becomes zero.
    void StoreNarrow(int web)
    {
        if (!IsNarrow(web))
            _il.Emit(OpCodes.Conv_U8);
        _il.Emit(OpCodes.Stloc, LocalOf(web));
    }

    bool HasZeroUpper(int variable) =>
        _state[variable] is { Kind: ValueKind.Constant, Number: <= uint.MaxValue }
        || (_current[variable] >= 0 && _plan.Widths.HasZeroUpper(_current[variable]));
}
