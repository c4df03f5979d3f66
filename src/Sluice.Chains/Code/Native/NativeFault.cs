using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Chains.Code.Emission;
using Sluice.Chains.Machine;

namespace Sluice.Chains.Code.Native;

/// <summary>Writes the function that counts a fault and gives its verdict.</summary>
static class NativeFault
{
    const int Result = 0, First = 1, Second = 2, Cause = 6, FramePointer = 10, KeyOffset = -4;

    /// <summary>The function <c>u64 sluice_chain_fault(u32 chain, u32 cause)</c>.</summary>
    public static FunctionSpec Emit()
    {
        var code = new CodeBuilder();
        var end = code.NewLabel();
        // libbpf wants lines of all functions of a program or of none.
        code.At(new(NativeNames.Fault, 1, 0, ""));
        code.MoveRegister(Cause, Second);
        code.BinaryConstant(BinaryOperator.And, First, ChainCounters.FirstFunction - 1);
        code.BinaryConstant(BinaryOperator.And, Cause, (int)FaultCause.UnknownFunction);
        code.Store(FramePointer, KeyOffset, First, sizeof(uint));
        code.LoadMap(First, ChainCounters.Map);
        code.MoveRegister(Second, FramePointer);
        code.BinaryConstant(BinaryOperator.Add, Second, KeyOffset);
        code.CallHelper(Helpers.MapLookupElem.Id);
        code.BranchConstant(Comparison.Equal, Result, 0, end);
        NativeCounter.Increment(code, Result, ChainCounters.Verdicts); // XDP_ABORTED is the first of the verdicts.
        code.BinaryConstant(BinaryOperator.ShiftLeft, Cause, 3);
        code.Binary(BinaryOperator.Add, Result, Cause);
        NativeCounter.Increment(code, Result, ChainCounters.Faults);
        code.Mark(end);
        code.MoveConstant(Result, NativeEmitter.Final);
        code.Exit();
        return code.Build(NativeNames.Fault, isGlobal: true);
    }
}
