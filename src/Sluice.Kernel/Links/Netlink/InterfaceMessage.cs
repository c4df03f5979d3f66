using System.Runtime.InteropServices;

namespace Sluice.Kernel.Links.Netlink;

/// <summary>struct ifinfomsg of include/uapi/linux/rtnetlink.h.</summary>
struct InterfaceMessage
{
    /// <summary>Bytes of it.</summary>
    public const int Size = 16;

    public byte Family;
    public byte Padding;
    public ushort Type;
    public int Index;
    public uint Flags;
    public uint Change;

    /// <summary>One that names an interface.</summary>
    public static byte[] Of(int interfaceIndex)
    {
        var message = new InterfaceMessage { Index = interfaceIndex };
        return MemoryMarshal.AsBytes(new ReadOnlySpan<InterfaceMessage>(ref message)).ToArray();
    }
}
