using System.Runtime.InteropServices;
using Sluice.Bpf.Btf;
using Sluice.Kernel.Errors;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Inspection;

/// <summary>The types in the kernel: its own, its modules', and those that programs and maps were loaded with.</summary>
public static unsafe class KernelBtf
{
    const int NameCapacity = 64;
    const string KernelName = "vmlinux";

    /// <summary>All that are loaded, by id. Those that go meanwhile are left out.</summary>
    /// <exception cref="KernelException">The process lacks CAP_SYS_ADMIN.</exception>
    public static IEnumerable<BtfDescription> All()
    {
        foreach (var id in ObjectIds.Walk(BpfCommand.BtfGetNextId, "BTF"))
        {
            if (Find(id) is { } found)
                yield return found;
        }
    }

    /// <summary>Those with this id, or null.</summary>
    /// <exception cref="KernelException">The process lacks CAP_SYS_ADMIN.</exception>
    public static BtfDescription? Find(int id)
    {
        using var descriptor = ObjectIds.TryOpen(BpfCommand.BtfGetDescriptorById, "BTF", id);
        return descriptor is null ? null : Describe(descriptor, id);
    }

    /// <summary>Reads them.</summary>
    /// <param name="id">Their number.</param>
    /// <remarks>Those of a module build upon the kernel's, which are read first.</remarks>
    /// <exception cref="KernelException">There are none of this id, or that is not permitted.</exception>
    public static BtfTypes Read(int id)
    {
        using var descriptor = ObjectIds.Open(BpfCommand.BtfGetDescriptorById, "BTF", id);
        var isOfModule = Describe(descriptor, id) is { IsOfKernel: true, Name: not KernelName };
        return Read(descriptor, $"BTF {id}", isOfModule ? BtfTypes.FromKernel() : null);
    }

    /// <summary>Reads what a descriptor stands for.</summary>
    internal static BtfTypes Read(BpfDescriptor descriptor, string what, BtfTypes? @base) => BtfTypes.Read(ReadBytes(descriptor, what), what, @base);

    /// <summary>Whose types a descriptor stands for.</summary>
    internal static BtfDescription Describe(BpfDescriptor descriptor, int id)
    {
        var name = stackalloc byte[NameCapacity];
        var information = new BtfInformation { Name = (ulong)name, NameLen = NameCapacity };
        ObjectIds.Describe(descriptor, $"BTF {id}", ref information);
        return new(id, Marshal.PtrToStringUTF8((nint)name) ?? "", information.KernelBtf != 0, (int)information.BtfSize);
    }

    /// <summary>The bytes of types.</summary>
    internal static byte[] ReadBytes(int id)
    {
        using var descriptor = ObjectIds.Open(BpfCommand.BtfGetDescriptorById, "BTF", id);
        return ReadBytes(descriptor, $"BTF {id}");
    }

    static byte[] ReadBytes(BpfDescriptor descriptor, string what)
    {
        var sizes = default(BtfInformation);
        ObjectIds.Describe(descriptor, what, ref sizes);
        var bytes = new byte[sizes.BtfSize];
        fixed (byte* address = bytes)
        {
            var information = new BtfInformation { Btf = (ulong)address, BtfSize = (uint)bytes.Length };
            ObjectIds.Describe(descriptor, what, ref information);
        }

        return bytes;
    }
}
