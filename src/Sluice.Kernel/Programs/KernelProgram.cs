using Sluice.Bpf.Engine;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Programs;

/// <summary>A program in the kernel.</summary>
/// <remarks>Owns a descriptor: disposing drops this process's reference, and the program lives on where it is attached,
/// pinned or in a program array.</remarks>
public sealed partial class KernelProgram : IBpfProgram
{
    internal KernelProgram(LinkedProgram linked, BpfDescriptor descriptor, string log)
    {
        (Linked, Spec, Descriptor, VerifierLog) = (linked, linked.Spec, descriptor, log);
    }

    /// <inheritdoc/>
    public ProgramSpec Spec { get; }

    /// <summary>The instructions as they were loaded, map references by index; none if another process loaded it.</summary>
    public LinkedProgram Linked { get; }

    /// <summary>What the verifier wrote, if that was asked for.</summary>
    public string VerifierLog { get; }

    /// <summary>Where redirects are noted, or null.</summary>
    internal RedirectRecord? Redirects { get; set; }

    /// <summary>The descriptor.</summary>
    internal BpfDescriptor Descriptor { get; }

    /// <inheritdoc/>
    public void Dispose() => Descriptor.Dispose();

    /// <inheritdoc/>
    public override string ToString() => Spec.ToString();
}
