namespace Sluice.Packets;

/// <summary>Makes the flows of generated traffic, all different.</summary>
static class FlowTable
{
    /// <summary>Host parts are drawn from at most this many bits.</summary>
    const int MaxHostBits = 32;
    const int FirstPort = 1024;
    const int PortCount = ushort.MaxValue + 1 - FirstPort;

    /// <summary>An odd number, so that multiplying by it modulo a power of two visits every host once.</summary>
    const uint Scatter = 0x9e3779b1;

    /// <summary>How many different flows can come from a prefix with this many host bits.</summary>
    public static long MaxFlows(int hostBits) => (long)PortCount << Math.Min(hostBits, MaxHostBits);

    /// <summary>The flows of some traffic.</summary>
    public static Flow[] Make(TrafficOptions options, DeterministicRandom random)
    {
        var protocols = new AliasTable([options.UdpWeight, options.TcpWeight, options.IcmpWeight]);
        var flows = new Flow[options.Flows];
        for (var i = 0; i < flows.Length; i++)
        {
            var isIPv6 = random.Next(100) < options.IPv6Percent;
            var protocol = protocols.Draw(random) switch
            {
                0 => IpProtocol.Udp,
                1 => IpProtocol.Tcp,
                _ => isIPv6 ? IpProtocol.Icmpv6 : IpProtocol.Icmp,
            };
            var (sourceBits, destinationBits) = isIPv6
                ? (128 - options.SourcesV6.Length, 128 - options.DestinationsV6.Length)
                : (32 - options.SourcesV4.Length, 32 - options.DestinationsV4.Length);
            (sourceBits, destinationBits) = (Math.Min(sourceBits, MaxHostBits), Math.Min(destinationBits, MaxHostBits));
            // Flows that share a host differ in the ports, which each host begins to use elsewhere.
            var host = Mask((uint)i * Scatter, sourceBits);
            var port = (((long)i >> sourceBits) + (host * Scatter >> 16)) % PortCount;
            flows[i] = new Flow(
                protocol,
                isIPv6,
                host,
                Mask((uint)random.Next(), destinationBits),
                (ushort)(FirstPort + port),
                options.DestinationPorts[(int)random.Next((uint)options.DestinationPorts.Count)]);
        }

        return flows;
    }

    static uint Mask(uint value, int bits) => (uint)(value & (1UL << bits) - 1);
}
