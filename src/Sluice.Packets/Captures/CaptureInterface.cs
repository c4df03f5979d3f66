namespace Sluice.Packets;

/// <summary>Where packets of a capture come from. A pcap file has exactly one, a pcapng file any number.</summary>
/// <param name="LinkType">What the packets start with.</param>
/// <param name="SnapLength">Most bytes kept of a packet; 0 for no limit.</param>
/// <param name="Resolution">The step of the stored timestamps. A reader reports the coarser of the two in which no
/// stored digit is lost; pcapng steps below a nanosecond are rounded down to it.</param>
public sealed record CaptureInterface(
    LinkType LinkType,
    uint SnapLength = CaptureInterface.DefaultSnapLength,
    TimestampResolution Resolution = TimestampResolution.Microseconds)
{
    /// <summary>262 144 bytes: what tcpdump and dumpcap use, enough for any packet of a real link.</summary>
    public const uint DefaultSnapLength = 262_144;

    /// <summary>The name of the interface (if_name), such as <c>eth0</c>. pcapng only.</summary>
    public string? Name { get; init; }

    /// <summary>A description for people (if_description). pcapng only.</summary>
    public string? Description { get; init; }

    /// <summary>Bytes of frame check sequence at the end of each packet, or null when the file does not say.</summary>
    /// <remarks>pcap keeps it in the upper bits of its link type, in units of two bytes; pcapng in if_fcslen.</remarks>
    public int? FrameCheckLength { get; init; }
}
