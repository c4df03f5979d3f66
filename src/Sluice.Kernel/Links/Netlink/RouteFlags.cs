namespace Sluice.Kernel.Links.Netlink;

/// <summary>How a request is meant.</summary>
/// <remarks>include/uapi/linux/netlink.h, NLM_F_*.</remarks>
static class RouteFlags
{
    /// <summary>Answer, even if only to say that it is done.</summary>
    public const ushort Acknowledge = 0x4;

    /// <summary>List everything.</summary>
    public const ushort Dump = 0x300;

    /// <summary>Put it in the place of what is there.</summary>
    public const ushort Replace = 0x100;

    /// <summary>Fail if it is there already.</summary>
    public const ushort Exclusive = 0x200;

    /// <summary>Make it if it is not there.</summary>
    public const ushort Create = 0x400;
}
