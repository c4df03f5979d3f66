namespace Sluice.Kernel.SystemCalls;

/// <summary>struct if_nameindex of net/if.h; the last of an array has index 0.</summary>
unsafe struct InterfaceName
{
    public uint Index;
    public byte* Name;
}
