using Sluice.Bpf.Linking;
using Sluice.Fuzzing.Generation;
using Sluice.Kernel;
using Sluice.Kernel.Errors;

namespace Sluice.Fuzzing.Running;

/// <summary>Asks the running kernel's verifier what it says of a program that ours accepts.</summary>
sealed class KernelCheck : IDisposable
{
    // What is no matter of safety: programs that it finds too large to follow, functions without types, and calls of kernel
    // functions that do not exist where no path leads.
    static readonly string[] s_otherReasons = ["too large", "too complex", "complexity", "missing btf func_info", "kernel btf_id"];

    readonly KernelEngine _kernel = new();

    /// <summary>Why the kernel refuses a program; null if it does not, or for no reason of safety.</summary>
    /// <exception cref="KernelException">Programs cannot be loaded here at all.</exception>
    public string? RefusalOf(Subject subject, LinkedProgram program)
    {
        // Just what it refers to: nothing else of the object can then be in the way.
        var alone = subject.Object with
        {
            Programs = [subject.Program with { AutoLoad = true }],
            Maps = [.. program.Maps.Select(map => map with { InitialSlots = [], PinByName = false })],
        };
        try
        {
            _kernel.Load(alone).Dispose();
            return null;
        }
        catch (ProgramRejectedException rejected)
        {
            return s_otherReasons.Any(word => rejected.Cause.Contains(word, StringComparison.Ordinal)) ? null : rejected.Cause;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _kernel.Dispose();
}
