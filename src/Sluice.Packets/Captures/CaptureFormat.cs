namespace Sluice.Packets;

/// <summary>The file formats in which captures are kept.</summary>
public enum CaptureFormat
{
    /// <summary>libpcap's classic format: one link type, microseconds or nanoseconds (draft-ietf-opsawg-pcap).</summary>
    Pcap,

    /// <summary>Blocks, several interfaces, options (draft-ietf-opsawg-pcapng).</summary>
    PcapNg,
}
