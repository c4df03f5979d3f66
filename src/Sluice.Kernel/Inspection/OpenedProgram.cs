using Sluice.Kernel.Errors;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Inspection;

/// <summary>A program that somebody has loaded, held so that it stays.</summary>
public sealed class OpenedProgram : IDisposable
{
    OpenedProgram(BpfDescriptor descriptor, ProgramDescription description) => (Descriptor, Description) = (descriptor, description);

    /// <summary>What the kernel told about it when it was opened.</summary>
    public ProgramDescription Description { get; }

    /// <summary>The descriptor.</summary>
    internal BpfDescriptor Descriptor { get; }

    /// <summary>Opens it.</summary>
    /// <exception cref="KernelException">There is none of this id, or that is not permitted.</exception>
    public static OpenedProgram Open(int id)
    {
        var descriptor = ObjectIds.Open(BpfCommand.ProgramGetDescriptorById, "program", id);
        return new(descriptor, KernelPrograms.Describe(descriptor, $"program {id}"));
    }

    /// <inheritdoc/>
    public void Dispose() => Descriptor.Dispose();
}
