using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Chains.Code.Emission;
using Sluice.Chains.Machine;

namespace Sluice.Chains.Code.Native;

/// <summary>Writes the function that counts a run of a chain or a function, with its time and its verdict.</summary>
static class NativeCounter
{
    const int Result = 0, First = 1, Second = 2, Since = 3, What = 4, KeptResult = 6, KeptSince = 7, KeptWhat = 8, Counters = 9, FramePointer = 10,
        KeyOffset = -4;

    /// <summary>What is counted besides time: a run, without the verdict, which fell in a chain that this one called.</summary>
    public const int Run = 0;

    /// <summary>A run, and its verdict if the result is one.</summary>
    public const int RunAndVerdict = 1;

    /// <summary>Nothing: the run was counted when it began.</summary>
    public const int Nothing = 2;

    /// <summary>The verdict alone.</summary>
    public const int Verdict = 3;

    /// <summary>The function <c>u64 sluice_chain_count(u64 result, u32 element, u64 since, u32 what)</c>.</summary>
    /// <remarks>Gives the result back. <c>since</c> is 0 where time is not measured.</remarks>
    public static FunctionSpec Emit()
    {
        var code = new CodeBuilder();
        var (end, untimed, begun) = (code.NewLabel(), code.NewLabel(), code.NewLabel());
        code.MoveRegister(KeptResult, First);
        code.MoveRegister(KeptSince, Since);
        code.MoveRegister(KeptWhat, What);
        code.Store(FramePointer, KeyOffset, Second, sizeof(uint));
        code.LoadMap(First, ChainCounters.Map);
        code.MoveRegister(Second, FramePointer);
        code.BinaryConstant(BinaryOperator.Add, Second, KeyOffset);
        code.CallHelper(Helpers.MapLookupElem.Id);
        code.BranchConstant(Comparison.Equal, Result, 0, end);
        code.MoveRegister(Counters, Result);
        code.BranchConstant(Comparison.Greater, KeptWhat, RunAndVerdict, begun);
        Increment(code, Counters, 0);
        code.Mark(begun);
        code.BranchConstant(Comparison.Equal, KeptSince, 0, untimed);
        code.CallHelper(Helpers.KtimeGetNs.Id);
        code.Binary(BinaryOperator.Subtract, Result, KeptSince);
        code.Load(First, Counters, ChainCounters.Nanoseconds, sizeof(ulong));
        code.Binary(BinaryOperator.Add, First, Result);
        code.Store(Counters, ChainCounters.Nanoseconds, First, sizeof(ulong));
        code.Mark(untimed);
        code.BinaryConstant(BinaryOperator.And, KeptWhat, 1);
        code.BranchConstant(Comparison.Equal, KeptWhat, 0, end);
        code.BranchConstant(Comparison.SignedGreaterOrEqual, KeptResult, 0, end);
        code.MoveRegister(First, KeptResult);
        code.BinaryConstant(BinaryOperator.ShiftLeft, First, 1);
        code.BinaryConstant(BinaryOperator.ShiftRight, First, 1);
        code.BranchConstant(Comparison.Greater, First, ChainCounters.Actions - 1, end);
        code.BinaryConstant(BinaryOperator.ShiftLeft, First, 3);
        code.Binary(BinaryOperator.Add, Counters, First);
        Increment(code, Counters, ChainCounters.Verdicts);
        code.Mark(end);
        code.MoveRegister(Result, KeptResult);
        code.Exit();
        return code.Build(NativeNames.Counter, isGlobal: true);
    }

    /// <summary>Adds one to a counter that a register points to; r1 is used up.</summary>
    public static void Increment(CodeBuilder code, int register, int offset)
    {
        code.Load(First, register, offset, sizeof(ulong));
        code.BinaryConstant(BinaryOperator.Add, First, 1);
        code.Store(register, offset, First, sizeof(ulong));
    }
}
