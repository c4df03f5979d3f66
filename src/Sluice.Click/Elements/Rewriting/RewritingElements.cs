namespace Sluice.Click.Elements.Rewriting;

/// <summary>Elements that translate addresses and ports.</summary>
static class RewritingElements
{
    const string ManyPorts = "1-/1-", Common = "REAP_INTERVAL, MAPPING_CAPACITY, DST_ANNO", Tcp = "TCP_TIMEOUT, TCP_DONE_TIMEOUT, TCP_NODATA_TIMEOUT, TCP_GUARANTEE";

    /// <summary>Their classes.</summary>
    public static readonly ElementClass[] Table =
    [
        new("FTPPortMapper", PortCodes.One, PortCodes.Agnostic, PortCodes.Complete, "FTPPortMapper(CONTROL_REWRITER, DATA_REWRITER, PATTERN FOUTPUT ROUTPUT)",
            "lets FTP's data connections through a rewriter", static () => new FTPPortMapper()),
        new("ICMPPingRewriter", ManyPorts, PortCodes.Push, PortCodes.Complete, $"ICMPPingRewriter(INPUTSPEC, ... [, TIMEOUT, GUARANTEE, {Common}])",
            "rewrites addresses and identifiers of pings", static () => new ICMPPingRewriter()),
        new("ICMPRewriter", "1/1-", PortCodes.Push, PortCodes.Complete, "ICMPRewriter(MAPS [, DST_ANNO])",
            "rewrites ICMP errors about rewritten packets", static () => new ICMPRewriter()),
        new("IPAddrPairRewriter", ManyPorts, PortCodes.Push, PortCodes.Complete, $"IPAddrPairRewriter(INPUTSPEC, ... [, TIMEOUT, GUARANTEE, {Common}])",
            "rewrites addresses of IP packets, by pairs of addresses", static () => new AddressRewriter(true)),
        new("IPAddrRewriter", ManyPorts, PortCodes.Push, PortCodes.Complete, $"IPAddrRewriter(INPUTSPEC, ... [, TIMEOUT, GUARANTEE, {Common}])",
            "rewrites source addresses of IP packets", static () => new AddressRewriter(false)),
        new("IPRewriter", ManyPorts, PortCodes.Push, PortCodes.Complete,
            $"IPRewriter(INPUTSPEC, ... [, {Tcp}, UDP_TIMEOUT, UDP_STREAMING_TIMEOUT, UDP_GUARANTEE, {Common}])",
            "rewrites addresses and ports of TCP and UDP flows", static () => new TransportRewriter(true, true)),
        new("IPRewriterPatterns", PortCodes.None, PortCodes.Agnostic, PortCodes.Complete, "IPRewriterPatterns(NAME SADDR SPORT DADDR DPORT, ...)",
            "gives names to patterns of rewriters", static () => new IPRewriterPatterns()),
        new("RoundRobinIPMapper", PortCodes.None, PortCodes.Agnostic, PortCodes.Complete, "RoundRobinIPMapper(PATTERN FOUTPUT ROUTPUT, ...)",
            "gives new flows of a rewriter one pattern after the other", static () => new RoundRobinIPMapper()),
        new("SourceIPHashMapper", PortCodes.None, PortCodes.Agnostic, PortCodes.Complete, "SourceIPHashMapper(NNODES SEED, PATTERN FOUTPUT ROUTPUT ID, ...)",
            "gives new flows of a rewriter a pattern by their source address", static () => new SourceIPHashMapper()),
        new("TCPRewriter", ManyPorts, PortCodes.Push, PortCodes.Complete, $"TCPRewriter(INPUTSPEC, ... [, {Tcp}, {Common}])",
            "rewrites addresses, ports and sequence numbers of TCP flows", static () => new TransportRewriter(true, false)),
        new("UDPRewriter", ManyPorts, PortCodes.Push, PortCodes.Complete,
            $"UDPRewriter(INPUTSPEC, ... [, TIMEOUT, STREAMING_TIMEOUT, GUARANTEE, {Common}])",
            "rewrites addresses and ports of UDP flows", static () => new TransportRewriter(false, true)),
    ];
}
