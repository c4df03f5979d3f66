using Sluice.Runtime.Code;

namespace Sluice.Runtime.Execution;

/// <summary>A function of a program that a helper may call: for bpf_loop, bpf_for_each_map_elem, timers.</summary>
/// <remarks>It runs in the mode of its program. In the sandbox every call spends one of the run's budget.</remarks>
public abstract class CallbackTarget
{
    private protected CallbackTarget()
    {
    }

    /// <summary>
    /// The function that a program gave a helper as <paramref name="handle"/>. Null if it is none: the helper then answers
    /// EINVAL.
    /// </summary>
    public static CallbackTarget? Find(ulong handle) =>
        CodeHandle.IsHandle(handle)
            ? CodeTable.Find(CodeHandle.Program(handle))?.Callback(CodeHandle.Function(handle))
            : null;

    /// <summary>Calls it, on <paramref name="cpu"/>, from within a helper that runs there.</summary>
    /// <returns>The function's r0.</returns>
    /// <exception cref="BpfFaultException">It faulted; the helper lets the exception pass.</exception>
    public abstract ulong Invoke(Cpu cpu, ulong r1 = 0, ulong r2 = 0, ulong r3 = 0, ulong r4 = 0, ulong r5 = 0);
}
