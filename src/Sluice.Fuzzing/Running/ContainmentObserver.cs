using Sluice.Runtime.Execution;
using Sluice.Verifier;
using Sluice.Verifier.Inspection;

namespace Sluice.Fuzzing.Running;

/// <summary>Sees to it that a run stays within what was proved: before each instruction the machine lies in one of the states
/// proved there, and no more instructions are executed than the proof's bound.</summary>
sealed class ContainmentObserver : IExecutionObserver
{
    readonly ObservedMachine _machine = new();
    ProgramStates? _states;
    ulong _bound, _executed;
    RuntimeProgram? _program;

    /// <summary>Looks at another program from now on.</summary>
    public void Watch(RuntimeProgram program, ProgramReport report) =>
        (_program, _states, _bound) = (program, report.ProvedStates, report.InstructionBound);

    /// <summary>A run begins.</summary>
    public void Begin() => _executed = 0;

    /// <inheritdoc/>
    /// <exception cref="ContainmentException">The machine is not as was proved.</exception>
    public void Before(in ExecutionState state)
    {
        if (state.Program != _program || _states is null)
            return;
        if (++_executed > _bound)
            throw new ContainmentException($"instruction {state.Slot}: more than the proved {_bound} instructions are executed");
        _machine.Take(state);
        if (_states.FindViolation(state.Slot, _machine) is { } violation)
            throw new ContainmentException($"instruction {state.Slot}: {violation}");
    }
}
