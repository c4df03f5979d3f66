namespace Sluice.Runtime.Execution;

/// <summary>Looks at interpreted programs, instruction by instruction (<see cref="RuntimeOptions.Observer"/>).</summary>
public interface IExecutionObserver
{
    /// <summary>Called before each instruction, on the running thread.</summary>
    /// <param name="state">The machine as it stands; only for as long as the call lasts.</param>
    void Before(in ExecutionState state);
}
