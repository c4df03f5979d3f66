using Sluice.Runtime.Code;
using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Compiler;

/// <summary>A function as compiled, when a helper calls it: all five registers and the frame.</summary>
delegate ulong CallbackPoint(Cpu cpu, ulong r1, ulong r2, ulong r3, ulong r4, ulong r5, long frame);

/// <summary>A callback that is compiled.</summary>
sealed unsafe class CompiledCallback(CodeFunction function, CallbackPoint entry, bool isChecked) : CallbackTarget
{
    /// <inheritdoc/>
    public override ulong Invoke(Cpu cpu, ulong r1, ulong r2, ulong r3, ulong r4, ulong r5)
    {
        var frame = cpu.CallbackFrame;
        if (frame - Cpu.FrameSize < cpu.Stack)
            throw Faults.CallDepth(cpu, function.Start);
        if (isChecked && --cpu.Budget < 0)
            throw Faults.BudgetSpent(cpu, function.Start);
        var result = entry(cpu, r1, r2, r3, r4, r5, (long)frame);
        cpu.CallbackFrame = frame;
        return result;
    }
}
