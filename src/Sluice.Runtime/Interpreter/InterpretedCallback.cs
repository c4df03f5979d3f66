using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Interpreter;

/// <summary>A callback that is interpreted.</summary>
sealed unsafe class InterpretedCallback(DecodedProgram program, int function) : CallbackTarget
{
    /// <inheritdoc/>
    public override ulong Invoke(Cpu cpu, ulong r1, ulong r2, ulong r3, ulong r4, ulong r5)
    {
        var frame = cpu.CallbackFrame;
        var slot = program.Code.Functions[function].Start;
        if (frame - Cpu.FrameSize < cpu.Stack)
            throw Faults.CallDepth(cpu, slot);
        if (--cpu.Budget < 0)
            throw Faults.BudgetSpent(cpu, slot);
        var result = ProgramInterpreter.Run(program, cpu, function, frame, new(r1, r2, r3, r4, r5));
        cpu.CallbackFrame = frame;
        return result;
    }
}
