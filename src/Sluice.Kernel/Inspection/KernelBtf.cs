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
        var what = $"BTF {id}";
        using var descriptor = ObjectIds.Open(BpfCommand.BtfGetDescriptorById, "BTF", id);
        var sizes = default(BtfInformation);
        ObjectIds.Describe(descriptor, what, ref sizes);
        var bytes = new byte[sizes.BtfSize];
        fixed (byte* address = bytes)
        {
            var information = new BtfInformation { Btf = (ulong)address, BtfSize = (uint)bytes.Length };
            ObjectIds.Describe(descriptor, what, ref information);
        }

        return BtfTypes.Read(bytes, what);
    }
}
