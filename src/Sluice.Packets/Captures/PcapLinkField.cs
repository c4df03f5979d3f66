namespace Sluice.Packets;

/// <summary>The last field of a pcap file header: the link type below, what is known of the frame check above.</summary>
/// <remarks>draft-ietf-opsawg-pcap, section 4: bits 0-15 LinkType, bit 26 "FCS length present" (P), bits 28-31 the length
/// of the frame check in units of 16 bits.</remarks>
static class PcapLinkField
{
    const uint LengthPresent = 1u << 26;
    const int LengthShift = 28;
    const int MaxUnits = 15;

    public static int? FrameCheckLength(uint field) =>
        (field & LengthPresent) != 0 ? (int)(field >> LengthShift) * 2 : null;

    public static uint Make(CaptureInterface source) =>
        source.FrameCheckLength is { } length && length % 2 == 0 && length / 2 is >= 0 and <= MaxUnits
            ? (uint)source.LinkType | LengthPresent | (uint)(length / 2) << LengthShift
            : (uint)source.LinkType;
}
