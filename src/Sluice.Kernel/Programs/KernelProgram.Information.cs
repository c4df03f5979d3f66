using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Programs;

public sealed partial class KernelProgram
{
    /// <summary>The kernel's number for this program.</summary>
    /// <exception cref="KernelException">The kernel does not tell.</exception>
    public int Id => (int)Information().Id;

    internal ProgramInformation Information()
    {
        var information = default(ProgramInformation);
        var error = BpfSystemCall.Inform(Descriptor, ref information);
        return error == Errno.None ? information : throw new KernelException($"program '{Spec.Name}'", "describe", error);
    }
}
