namespace Sluice.Packets;

/// <summary>The control bits of TCP (RFC 9293, section 3.1; AE: RFC 9768).</summary>
[Flags]
public enum TcpFlags : ushort
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>No more data from the sender.</summary>
    Fin = 0x001,

    /// <summary>Synchronise sequence numbers.</summary>
    Syn = 0x002,

    /// <summary>Reset the connection.</summary>
    Rst = 0x004,

    /// <summary>Push.</summary>
    Psh = 0x008,

    /// <summary>The acknowledgement number counts.</summary>
    Ack = 0x010,

    /// <summary>The urgent pointer counts.</summary>
    Urg = 0x020,

    /// <summary>ECN echo, RFC 3168.</summary>
    Ece = 0x040,

    /// <summary>Congestion window reduced, RFC 3168.</summary>
    Cwr = 0x080,

    /// <summary>Accurate ECN.</summary>
    Ae = 0x100,
}
