using System.Reflection.Emit;
using Sluice.Bpf.Instructions;
using Sluice.Runtime.Code;

namespace Sluice.Runtime.Compiler;

// Control flow, and the budget that the sandbox takes from backward jumps.
sealed partial class FunctionEmitter
{
    // The branch of IL that jumps when the comparison holds: for signed numbers, and for others.
    static readonly Dictionary<Operation, OpCode> s_branches = new()
    {
        [Operation.JumpEqual] = OpCodes.Beq,
        [Operation.JumpNotEqual] = OpCodes.Bne_Un,
        [Operation.JumpGreater] = OpCodes.Bgt_Un,
        [Operation.JumpGreaterOrEqual] = OpCodes.Bge_Un,
        [Operation.JumpLess] = OpCodes.Blt_Un,
        [Operation.JumpLessOrEqual] = OpCodes.Ble_Un,
        [Operation.JumpSignedGreater] = OpCodes.Bgt,
        [Operation.JumpSignedGreaterOrEqual] = OpCodes.Bge,
        [Operation.JumpSignedLess] = OpCodes.Blt,
        [Operation.JumpSignedLessOrEqual] = OpCodes.Ble,
    };

    static readonly Dictionary<Operation, OpCode> s_unsigned = new()
    {
        [Operation.JumpSignedGreater] = OpCodes.Bgt_Un,
        [Operation.JumpSignedGreaterOrEqual] = OpCodes.Bge_Un,
        [Operation.JumpSignedLess] = OpCodes.Blt_Un,
        [Operation.JumpSignedLessOrEqual] = OpCodes.Ble_Un,
    };

    void EmitConditionalJump(CodeInstruction instruction, BasicBlock block)
    {
        var target = LabelFor(block.Branch!, instruction);
        var isNarrow = instruction.Form.Bits == 32;
        if (instruction.Operation == Operation.JumpSet)
        {
            isNarrow |= !instruction.HasSource && instruction.Immediate >= 0;
            Load(instruction.Destination, isNarrow);
            LoadSecond(instruction, isNarrow);
            _il.Emit(OpCodes.And);
            _il.Emit(OpCodes.Brtrue, target);
            return;
        }

        // Numbers below 2^32 compare in 32 bits as they do in 64, but without a sign.
        var branch = s_branches[instruction.Operation];
        if (!isNarrow && HasZeroUpper(instruction.Destination)
            && (instruction.HasSource ? HasZeroUpper(instruction.Source) : instruction.Immediate >= 0))
        {
            isNarrow = true;
            branch = s_unsigned.GetValueOrDefault(instruction.Operation, branch);
        }

        Load(instruction.Destination, isNarrow);
        LoadSecond(instruction, isNarrow);
        _il.Emit(branch, target);
    }

    void EmitJumpTo(BasicBlock target, CodeInstruction instruction) => _il.Emit(OpCodes.Br, LabelFor(target, instruction));

    void EmitMayGoto(CodeInstruction instruction, BasicBlock block)
    {
        _il.Emit(OpCodes.Ldloc, _mayGoto!);
        _il.Emit(OpCodes.Brfalse, LabelFor(block.Branch!, instruction));
        _il.Emit(OpCodes.Ldloc, _mayGoto!);
        _il.Emit(OpCodes.Ldc_I4_1);
        _il.Emit(OpCodes.Sub);
        _il.Emit(OpCodes.Stloc, _mayGoto!);
        if (_plan.IsChecked)
            ChangeBudget(1); // It bounds its loop by itself.
    }

    // Where to jump for a block. In the sandbox a backward jump goes by the place that takes one from the budget.
    Label LabelFor(BasicBlock target, CodeInstruction instruction)
    {
        if (!_plan.Analysis.IsReached(target))
            return RareUnreachable();
        if (!_plan.IsChecked || !instruction.IsBackwardJump)
            return _labels[target.Index];
        return LoopLabel(instruction);
    }

    // In front of a block that is jumped to from behind: for each such jump, a place that pays for it and goes on.
    void EmitLoopEntry(BasicBlock block)
    {
        if (!_plan.IsChecked)
            return;
        var jumps = new List<CodeInstruction>();
        foreach (var source in _plan.Function.Blocks)
        {
            if (source.Branch == block && _plan.Blocks[source.Index] is [.., { IsBackwardJump: true } jump])
                jumps.Add(jump);
        }

        if (jumps.Count == 0)
            return;
        _il.Emit(OpCodes.Br, _labels[block.Index]);
        foreach (var jump in jumps)
        {
            _il.MarkLabel(LoopLabel(jump));
            var spent = _il.DefineLabel();
            ChangeBudget(-1);
            EmitCpu();
            _il.Emit(OpCodes.Ldfld, Members.CpuBudget);
            _il.Emit(OpCodes.Ldc_I8, 0L);
            _il.Emit(OpCodes.Blt, spent);
            if (jump != jumps[^1])
                _il.Emit(OpCodes.Br, _labels[block.Index]);
            EmitThrowLater(spent, Members.ThrowBudgetSpent, jump.Slot);
        }
    }

    Label LoopLabel(CodeInstruction jump)
    {
        if (!_loopLabels.TryGetValue(jump.Slot, out var label))
            _loopLabels[jump.Slot] = label = _il.DefineLabel();
        return label;
    }

    // Behind the function's end: calls a method that throws.
    void EmitThrowLater(Label label, System.Reflection.MethodInfo method, int slot) => _rare.Add(() =>
    {
        _il.MarkLabel(label);
        EmitCpu();
        _il.Emit(OpCodes.Ldc_I4, slot);
        _il.Emit(OpCodes.Call, method);
        EmitReturnZero();
    });

    Label RareUnreachable()
    {
        var label = _il.DefineLabel();
        _rare.Add(() =>
        {
            _il.MarkLabel(label);
            EmitReturnZero();
        });
        return label;
    }

    void ChangeBudget(long by)
    {
        EmitCpu();
        EmitCpu();
        _il.Emit(OpCodes.Ldfld, Members.CpuBudget);
        _il.Emit(OpCodes.Ldc_I8, by);
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Stfld, Members.CpuBudget);
    }
}
