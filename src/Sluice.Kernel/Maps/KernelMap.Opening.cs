using System.Runtime.InteropServices;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Pins;
using Sluice.Kernel.Programs;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Maps;

public sealed unsafe partial class KernelMap
{
    /// <summary>The kernel's number for this map.</summary>
    /// <exception cref="KernelException">The kernel does not tell.</exception>
    public int Id => (int)Information().Id;

    /// <summary>Opens a pinned map.</summary>
    /// <exception cref="KernelException">There is none, or it is no map, or that is not permitted.</exception>
    public static KernelMap OpenPinned(string path) =>
        BpfFileSystem.TryOpenMap(path) ?? throw new KernelException($"pin {path}", "open", Errno.NotFound, "there is no such pin");

    /// <summary>Pins it, so that it outlives the process.</summary>
    /// <exception cref="KernelException">Something is pinned there, or the folder is not of a BPF file system.</exception>
    public void Pin(string path) => BpfFileSystem.Pin(Descriptor, path, $"map '{Spec.Name}'");

    /// <summary>Puts a program into an array of programs.</summary>
    /// <exception cref="KernelException">The kernel refuses: no such entry, or another kind of program.</exception>
    public void SetEntry(int index, KernelProgram program) => SetEntry(index, program.Descriptor, $"program '{program.Spec.Name}'");

    /// <summary>Puts a map into a map of maps whose keys are numbers of 4 bytes.</summary>
    /// <exception cref="KernelException">The kernel refuses: no such entry, or a map of another shape.</exception>
    public void SetEntry(int index, KernelMap map) => SetEntry(index, map.Descriptor, $"map '{map.Spec.Name}'");

    /// <summary>Puts a program into an array of programs.</summary>
    /// <exception cref="KernelException">The kernel refuses: no such entry, or another kind of program.</exception>
    public void SetEntry(ReadOnlySpan<byte> key, KernelProgram program) => SetEntry(key, program.Descriptor, $"program '{program.Spec.Name}'");

    /// <summary>Puts a map into a map of maps.</summary>
    /// <exception cref="KernelException">The kernel refuses: no such entry, or a map of another shape.</exception>
    public void SetEntry(ReadOnlySpan<byte> key, KernelMap map) => SetEntry(key, map.Descriptor, $"map '{map.Spec.Name}'");

    /// <summary>Takes over a descriptor, which must be a map's.</summary>
    internal static KernelMap Adopt(BpfDescriptor descriptor, string subject)
    {
        var information = default(MapInformation);
        if (!DescriptorKind.Is(descriptor, "bpf-map"))
        {
            descriptor.Dispose();
            throw new KernelException(subject, "open as a map", Errno.InvalidArgument, "it is something else");
        }

        var error = BpfSystemCall.Inform(descriptor, ref information);
        if (error == Errno.None)
            return new(SpecOf(information), descriptor);
        descriptor.Dispose();
        throw new KernelException(subject, "describe", error);
    }

    internal MapInformation Information()
    {
        var information = default(MapInformation);
        var error = BpfSystemCall.Inform(Descriptor, ref information);
        return error == Errno.None ? information : throw new KernelException($"map '{Spec.Name}'", "describe", error);
    }

    static MapSpec SpecOf(in MapInformation information) =>
        new(information.Name.ToString(), (MapType)information.Type, (int)information.KeySize, (int)information.ValueSize,
            (int)information.MaxEntries)
        {
            Flags = (MapFlags)information.MapFlags,
            Extra = information.MapExtra,
        };

    void SetEntry(int index, BpfDescriptor entry, string subject)
    {
        if (Spec.KeySize != sizeof(int))
            throw new ArgumentException($"map '{Spec.Name}' has keys of {Spec.KeySize} bytes and no numbers", nameof(index));
        SetEntry(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(ref index)), entry, subject);
    }

    void SetEntry(ReadOnlySpan<byte> key, BpfDescriptor entry, string subject)
    {
        var number = entry.Number;
        var error = Update(key, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(ref number)));
        if (error != Errno.None)
            throw new KernelException($"map '{Spec.Name}'", $"put {subject} into entry {Named(key)}", error);
    }

    // Most keys are numbers.
    static string Named(ReadOnlySpan<byte> key) => key.Length == sizeof(int) ? $"{MemoryMarshal.Read<int>(key)}" : Convert.ToHexStringLower(key);
}
