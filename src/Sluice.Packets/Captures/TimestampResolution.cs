namespace Sluice.Packets;

/// <summary>The finest step that timestamps of an interface are stored in. Values are decimal digits after the second.</summary>
public enum TimestampResolution
{
    /// <summary>10⁻⁶ s: what both formats use unless told otherwise.</summary>
    Microseconds = 6,

    /// <summary>10⁻⁹ s: pcap with magic 0xa1b23c4d, pcapng with if_tsresol 9.</summary>
    Nanoseconds = 9,
}
