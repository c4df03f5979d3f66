using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Pins;
using Sluice.Kernel.Programs;
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

    /// <summary>Opens a pinned one.</summary>
    /// <exception cref="KernelException">There is none, it is no program, or that is not permitted.</exception>
    public static OpenedProgram OpenPinned(string path)
    {
        var descriptor = BpfFileSystem.TryOpen(path) ?? throw new KernelException($"pin {path}", "open", Errno.NotFound, "there is no such pin");
        if (DescriptorKind.Is(descriptor, "bpf-prog"))
            return new(descriptor, KernelPrograms.Describe(descriptor, $"pin {path}"));
        descriptor.Dispose();
        throw new KernelException($"pin {path}", "open as a program", Errno.InvalidArgument, "it is something else");
    }

    /// <summary>The program, to be run over packets. It stays when this is disposed of.</summary>
    /// <exception cref="KernelException">The program cannot be opened again.</exception>
    public KernelProgram ToProgram()
    {
        var descriptor = ObjectIds.Open(BpfCommand.ProgramGetDescriptorById, "program", Description.Id);
        var spec = new ProgramSpec
        {
            Function = new() { Name = Description.Name, Section = "", Instructions = [] },
            Type = Description.Type,
        };
        return new(new() { Spec = spec, Instructions = [], Functions = [] }, descriptor, "");
    }

    /// <inheritdoc/>
    public void Dispose() => Descriptor.Dispose();
}
