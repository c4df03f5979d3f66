using System.Runtime.InteropServices;
using Sluice.Bpf.Btf;
using Sluice.Kernel.Errors;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Inspection;

/// <summary>The types that programs and maps in the kernel were loaded with.</summary>
public static unsafe class KernelBtf
{
    /// <summary>Reads them.</summary>
    /// <param name="id">Their number.</param>
    /// <exception cref="KernelException">There are none of this id, or that is not permitted.</exception>
    public static BtfTypes Read(int id)
    {
        using var descriptor = ObjectIds.Open(BpfCommand.BtfGetDescriptorById, "BTF", id);
        return Read(descriptor, $"BTF {id}", null);
    }

    /// <summary>Reads what a descriptor stands for.</summary>
    internal static BtfTypes Read(BpfDescriptor descriptor, string what, BtfTypes? @base)
    {
        var sizes = default(BtfInformation);
        ObjectIds.Describe(descriptor, what, ref sizes);
        var bytes = new byte[sizes.BtfSize];
        fixed (byte* address = bytes)
        {
            var information = new BtfInformation { Btf = (ulong)address, BtfSize = (uint)bytes.Length };
            ObjectIds.Describe(descriptor, what, ref information);
        }

        return BtfTypes.Read(bytes, what, @base);
    }

    /// <summary>Whose types they are: a module's name, <c>vmlinux</c>, or empty; and whether they are the kernel's own.</summary>
    internal static (string Name, bool IsKernels) NameOf(BpfDescriptor descriptor, int id)
    {
        const int longest = 64;
        var name = stackalloc byte[longest];
        var information = new BtfInformation { Name = (ulong)name, NameLen = longest };
        ObjectIds.Describe(descriptor, $"BTF {id}", ref information);
        return (Marshal.PtrToStringUTF8((nint)name) ?? "", information.KernelBtf != 0);
    }
}
