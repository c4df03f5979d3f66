namespace Sluice.Click.Packets;

/// <summary>Whom a packet was addressed to on its link, as the device saw it. Numbers are Linux's (linux/if_packet.h).</summary>
public enum PacketType : byte
{
    /// <summary>This host.</summary>
    Host = 0,

    /// <summary>Everybody on the link.</summary>
    Broadcast = 1,

    /// <summary>A group.</summary>
    Multicast = 2,

    /// <summary>Somebody else: the device was listening to everything.</summary>
    OtherHost = 3,

    /// <summary>Nobody here: it is on its way out.</summary>
    Outgoing = 4,
}
