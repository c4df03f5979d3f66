using Sluice.Bpf.Objects;
using Sluice.Chains.Code.Emission;

namespace Sluice.Chains.Code.Native;

/// <summary>Writes the function that loaders call: it finds the chain for an id, runs it, and sees that it gave a verdict.</summary>
static class NativeDispatcher
{
    const int Result = 0, First = 1, Second = 2, Id = 6;

    /// <summary>The function <c>u64 sluice_chain(struct xdp_md *ctx, u32 chain)</c>.</summary>
    /// <param name="chains">The chains and their ids.</param>
    public static FunctionSpec Emit(IReadOnlyList<(uint Id, string Name)> chains)
    {
        var code = new CodeBuilder();
        var check = code.NewLabel();
        code.At(new(NativeNames.Dispatcher, 1, 0, ""));
        code.MoveRegister32(Id, Second);
        foreach (var (id, name) in chains)
        {
            var next = code.NewLabel();
            code.BranchConstant(Comparison.NotEqual, Id, unchecked((int)id), next);
            code.CallFunction(NativeNames.Chain(name));
            code.JumpTo(check);
            code.Mark(next);
        }

        Fault(code, FaultCause.UnknownChain);
        // Kernels refuse code that nothing leads to.
        if (chains.Count == 0)
            return code.Build(NativeNames.Dispatcher, isGlobal: true);

        // A value is no verdict: `result >> 8` tells, and most verdicts are found by the sign alone.
        code.Mark(check);
        var isValue = code.NewLabel();
        code.MoveRegister(First, Result);
        code.BranchConstant(Comparison.SignedGreaterOrEqual, Result, 0, isValue);
        code.BinaryConstant(BinaryOperator.ShiftLeft, First, 1);
        code.BinaryConstant(BinaryOperator.ShiftRight, First, 9);
        code.BranchConstant(Comparison.NotEqual, First, 0, isValue);
        code.Exit();
        code.Mark(isValue);
        Fault(code, FaultCause.NoVerdict);
        return code.Build(NativeNames.Dispatcher, isGlobal: true);
    }

    static void Fault(CodeBuilder code, FaultCause cause)
    {
        code.MoveRegister(First, Id);
        code.MoveConstant(Second, (int)cause);
        code.CallFunction(NativeNames.Fault);
        code.Exit();
    }
}
