namespace Sluice.Click.Elements.Sources;

/// <summary>Elements that packets come from, and those that write them to files.</summary>
static class SourceElements
{
    /// <summary>Their classes.</summary>
    public static readonly ElementClass[] Table =
    [
        new("InfiniteSource", PortCodes.Source, PortCodes.Agnostic, PortCodes.Complete,
            "InfiniteSource([DATA, LIMIT, BURST, ACTIVE, LENGTH, TIMESTAMP, HEADROOM, STOP, END_CALL])",
            "makes packets as fast as they are taken", static () => new DataSource(false)),
        new("RatedSource", PortCodes.Source, PortCodes.Agnostic, PortCodes.Complete,
            "RatedSource([DATA, RATE, LIMIT, ACTIVE, LENGTH, BANDWIDTH, TIMESTAMP, HEADROOM, STOP, END_CALL])",
            "makes a number of packets a second", static () => new DataSource(true)),
        new("TimedSource", PortCodes.Source, PortCodes.Push, PortCodes.Complete, "TimedSource([INTERVAL, DATA, LIMIT, ACTIVE, STOP])",
            "makes a packet at every interval", static () => new TimedSource()),
        new("RandomSource", PortCodes.Source, PortCodes.Agnostic, PortCodes.Complete, "RandomSource(LENGTH [, LIMIT, BURST, ACTIVE, STOP, END_CALL])",
            "makes packets of random bytes", static () => new RandomSource()),
        new("FastUDPSource", PortCodes.Source, PortCodes.Agnostic, PortCodes.Complete,
            "FastUDPSource(RATE, LIMIT, LENGTH, SRCETH, SRCIP, SPORT, DSTETH, DSTIP, DPORT [, CHECKSUM, INTERVAL, ACTIVE, STOP])",
            "makes UDP datagrams of one flow", static () => new UdpSource()),
        new("FastUDPFlows", PortCodes.Source, PortCodes.Agnostic, PortCodes.Complete,
            "FastUDPFlows(RATE, LIMIT, LENGTH, SRCETH, SRCIP, DSTETH, DSTIP, FLOWS, FLOWSIZE [, CHECKSUM, ACTIVE, STOP])",
            "makes UDP datagrams of many flows", static () => new UdpFlows()),
        new("FromDump", PortCodes.Source, PortCodes.Agnostic, PortCodes.Complete,
            "FromDump(FILENAME [, TIMING, STOP, ACTIVE, SAMPLE, START, START_AFTER, END, END_AFTER, INTERVAL, END_CALL])",
            "reads packets from a capture", static () => new FromDump()),
        new("ToDump", "1/0-1", PortCodes.Agnostic, PortCodes.Complete, "ToDump(FILENAME [, SNAPLEN, ENCAP, EXTRA_LENGTH, UNBUFFERED])",
            "writes packets to a capture", static () => new ToDump()),
    ];
}
