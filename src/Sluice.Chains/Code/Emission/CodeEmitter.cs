using System.Collections.Immutable;
using Sluice.Bpf.Objects;

namespace Sluice.Chains.Code.Emission;

/// <summary>Writes instructions for lowered code whose registers have their places: what both targets have in common.</summary>
/// <remarks>r0, r1 and r2 are free at every operation; arguments are put into r2 and up.</remarks>
abstract class CodeEmitter : PlacedCode
{
    readonly ChainFunction _chain;
    readonly IReadOnlyList<int> _order;
    readonly int[] _labels;
    readonly Dictionary<FaultCause, int> _faults = [];

    protected CodeEmitter(ChainFunction chain, IReadOnlyList<int> order, ImmutableArray<RegisterPlace> places)
        : base(places)
    {
        (_chain, _order) = (chain, order);
        _labels = [.. chain.Blocks.Select(_ => Code.NewLabel())];
    }

    /// <summary>The function.</summary>
    protected FunctionSpec Emit(string name, bool isGlobal)
    {
        Code.At(_chain.Place);
        Prologue();
        for (var at = 0; at < _order.Count; at++)
        {
            var block = _chain.Blocks[_order[at]];
            Code.Mark(_labels[_order[at]]);
            foreach (var operation in block.Operations)
            {
                Code.At(operation.Place);
                Emit(operation);
            }

            Code.At(block.Terminator.Place);
            Emit(block.Terminator, at + 1 < _order.Count ? _order[at + 1] : -1);
            EndBlock();
        }

        foreach (var (cause, label) in _faults.OrderBy(fault => fault.Key))
        {
            Code.Mark(label);
            EmitFault(cause);
        }

        Epilogue();
        if (Code.Count > short.MaxValue)
        {
            throw new ChainCodeException(_chain.Name, _chain.Place, "", $"code of {Code.Count} instructions, with all chains that lie within it",
                $"at most {short.MaxValue}: fewer calls of chains, or the interpreted tier");
        }

        return Code.Build(name, isGlobal);
    }

    /// <summary>Puts arguments where the code expects them.</summary>
    protected abstract void Prologue();

    /// <summary>Writes what stands behind a block's end.</summary>
    protected virtual void EndBlock()
    {
    }

    /// <summary>Writes what stands behind all blocks and faults.</summary>
    protected virtual void Epilogue()
    {
    }

    /// <summary>Ends the chain with a fault.</summary>
    protected abstract void EmitFault(FaultCause cause);

    /// <summary>Ends the chain with a verdict.</summary>
    protected abstract void EmitVerdict(int action);

    /// <summary>Returns what stands in r0.</summary>
    protected abstract void EmitReturn(Operand value);

    /// <summary>Writes what stands behind a call that never comes back.</summary>
    protected abstract void EmitEnd();

    /// <summary>Writes an operation that only this target has.</summary>
    protected abstract void EmitOther(ChainOperation operation);

    /// <summary>The label of code that ends the chain with a fault.</summary>
    protected int FaultLabel(FaultCause cause)
    {
        if (!_faults.TryGetValue(cause, out var label))
            _faults.Add(cause, label = Code.NewLabel());
        return label;
    }

    /// <summary>Jumps unless a register holds a final verdict. Most values are not negative: one comparison then tells.</summary>
    protected void SkipUnlessFinal(int label, int register = Result, int scratch = First)
    {
        Code.BranchConstant(Comparison.SignedGreaterOrEqual, register, 0, label);
        Code.MoveRegister(scratch, register);
        Code.BinaryConstant(BinaryOperator.ShiftLeft, scratch, 1);
        Code.BinaryConstant(BinaryOperator.ShiftRight, scratch, 9);
        Code.BranchConstant(Comparison.NotEqual, scratch, 0, label);
    }

    /// <summary>A value in a register that would be read as a verdict loses its highest bit: sluice_value of the header.</summary>
    protected void ClearIfFinal(int register = Result, int scratch = First)
    {
        var end = Code.NewLabel();
        SkipUnlessFinal(end, register, scratch);
        Code.BinaryConstant(BinaryOperator.And, register, 0xff);
        Code.Mark(end);
    }

    void Emit(ChainOperation operation)
    {
        switch (operation)
        {
            case MoveOperation move:
                EmitMove(move);
                break;
            case BinaryOperation binary:
                EmitBinary(binary);
                break;
            case UnaryOperation unary:
                EmitUnary(unary);
                break;
            case ExtendOperation extend:
                EmitExtend(extend);
                break;
            case CompareOperation compare:
                EmitCompare(compare);
                break;
            case Lowering.GuardOperation guard:
                EmitBranch(guard.Comparison, guard.Left, guard.Right, FaultLabel(guard.Cause));
                break;
            case Lowering.MemoryLoadOperation load:
                var target = Target(load.Destination);
                Code.Load(target, Use(Operand.Of(load.Base), First), load.Offset, load.Size);
                Define(load.Destination, target);
                break;
            case Lowering.MemoryStoreOperation store:
                if (store.Value is { IsConstant: true, Constant: var constant } && (store.Size < 8 || constant == (int)constant))
                    Code.StoreConstant(Use(Operand.Of(store.Base), First), store.Offset, (int)constant, store.Size);
                else
                    Code.Store(Use(Operand.Of(store.Base), First), store.Offset, Use(store.Value, Second), store.Size);
                break;
            default:
                EmitOther(operation);
                break;
        }
    }

    void EmitMove(MoveOperation move)
    {
        if (PlaceOf(move.Destination) == RegisterPlace.None)
            return;
        var target = Target(move.Destination);
        LoadTo(target, move.Source);
        Define(move.Destination, target);
    }

    void EmitBinary(BinaryOperation binary)
    {
        if (binary.Operator is BinaryOperator.SignedDivide or BinaryOperator.SignedModulo)
        {
            EmitSigned(binary);
            return;
        }

        var (left, right) = (binary.Left, binary.Right);
        var target = Target(binary.Destination);
        if (IsCommutative(binary.Operator) && (left.IsConstant || IsIn(right, target)))
            (left, right) = (right, left);
        if (right is { IsConstant: true, Constant: var constant } && constant == (int)constant && !IsZeroDivisor(binary.Operator, constant))
        {
            LoadTo(target, left);
            if (IsShift(binary.Operator))
                constant &= 63;
            Code.BinaryConstant(binary.Operator, target, (int)constant);
        }
        else
        {
            var source = Use(right, Second);
            if (source == target)
            {
                Code.MoveRegister(Second, source);
                source = Second;
            }

            LoadTo(target, left);
            Code.Binary(binary.Operator, target, source);
        }

        Define(binary.Destination, target);
    }

    // By absolute values: signed division came to eBPF with its version 4 only.
    void EmitSigned(BinaryOperation binary)
    {
        var isModulo = binary.Operator == BinaryOperator.SignedModulo;
        LoadTo(Second, binary.Right);
        LoadTo(Result, binary.Left);
        Code.MoveRegister(First, Result); // The sign of the result.
        if (!isModulo)
            Code.Binary(BinaryOperator.Xor, First, Second);
        NegateIfNegative(Result, Result);
        NegateIfNegative(Second, Second);
        Code.Binary(isModulo ? BinaryOperator.Modulo : BinaryOperator.Divide, Result, Second);
        NegateIfNegative(First, Result);
        Define(binary.Destination, Result);
    }

    void NegateIfNegative(int sign, int register)
    {
        var positive = Code.NewLabel();
        Code.BranchConstant(Comparison.SignedGreaterOrEqual, sign, 0, positive);
        Code.Negate(register);
        Code.Mark(positive);
    }

    void EmitUnary(UnaryOperation unary)
    {
        var target = Target(unary.Destination);
        LoadTo(target, unary.Source);
        switch (unary.Operator)
        {
            case UnaryOperator.Negate:
                Code.Negate(target);
                break;
            case UnaryOperator.Complement:
                Code.BinaryConstant(BinaryOperator.Xor, target, -1);
                break;
            default:
                Code.ToBigEndian(target, unary.Operator == UnaryOperator.Swap16 ? 16 : unary.Operator == UnaryOperator.Swap32 ? 32 : 64);
                break;
        }

        Define(unary.Destination, target);
    }

    void EmitExtend(ExtendOperation extend)
    {
        var target = Target(extend.Destination);
        if (!extend.IsSigned && extend.Bits == 32)
        {
            EmitExtend32(target, extend.Source);
        }
        else
        {
            LoadTo(target, extend.Source);
            if (extend.IsSigned)
            {
                Code.BinaryConstant(BinaryOperator.ShiftLeft, target, 64 - extend.Bits);
                Code.BinaryConstant(BinaryOperator.ArithmeticShiftRight, target, 64 - extend.Bits);
            }
            else
            {
                Code.BinaryConstant(BinaryOperator.And, target, (1 << extend.Bits) - 1);
            }
        }

        Define(extend.Destination, target);
    }

    /// <summary>Puts the lower 32 bits of an operand into a register and clears the upper ones.</summary>
    protected abstract void EmitExtend32(int target, Operand source);

    void EmitCompare(CompareOperation compare)
    {
        var (holds, end) = (Code.NewLabel(), Code.NewLabel());
        EmitBranch(compare.Comparison, compare.Left, compare.Right, holds);
        var target = Target(compare.Destination);
        Code.MoveConstant(target, 0);
        Code.JumpTo(end);
        Code.Mark(holds);
        Code.MoveConstant(target, 1);
        Code.Mark(end);
        Define(compare.Destination, target);
    }

    /// <summary>Compares, and jumps if the comparison holds.</summary>
    protected void EmitBranch(Comparison comparison, Operand left, Operand right, int label)
    {
        if (left.IsConstant && !right.IsConstant)
            (comparison, left, right) = (Comparisons.Mirrored(comparison), right, left);
        if (left.IsConstant)
        {
            if (Lowering.ChainArithmetic.Holds(comparison, left.Constant, right.Constant))
                Code.JumpTo(label);
            return;
        }

        var register = Use(left, First);
        if (right is { IsConstant: true, Constant: var constant } && constant == (int)constant)
            Code.BranchConstant(comparison, register, (int)constant, label);
        else
            Code.Branch(comparison, register, Use(right, Second), label);
    }

    void Emit(ChainTerminator terminator, int next)
    {
        switch (terminator)
        {
            case JumpTerminator jump:
                if (jump.Target != next)
                    Code.JumpTo(_labels[jump.Target]);
                break;
            case BranchTerminator branch when branch.Then == next && branch.Comparison != Comparison.AnyBit:
                EmitBranch(Comparisons.Inverse(branch.Comparison), branch.Left, branch.Right, _labels[branch.Else]);
                break;
            case BranchTerminator branch:
                EmitBranch(branch.Comparison, branch.Left, branch.Right, _labels[branch.Then]);
                if (branch.Else != next)
                    Code.JumpTo(_labels[branch.Else]);
                break;
            case ReturnTerminator @return:
                EmitReturn(@return.Value);
                break;
            case VerdictTerminator verdict:
                EmitVerdict(verdict.Action);
                break;
            case FaultTerminator fault:
                EmitFault(fault.Cause);
                break;
            case Lowering.UnreachableTerminator:
                EmitEnd();
                break;
        }
    }

    static bool IsCommutative(BinaryOperator @operator) =>
        @operator is BinaryOperator.Add or BinaryOperator.Multiply or BinaryOperator.And or BinaryOperator.Or or BinaryOperator.Xor;

    static bool IsShift(BinaryOperator @operator) =>
        @operator is BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight or BinaryOperator.ArithmeticShiftRight;

    // Verifiers refuse to divide by the constant 0; by a register that holds it they do not.
    static bool IsZeroDivisor(BinaryOperator @operator, long constant) =>
        constant == 0 && @operator is BinaryOperator.Divide or BinaryOperator.Modulo;
}
