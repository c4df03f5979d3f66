using Sluice.Click.Arguments;
using Sluice.Packets;

namespace Sluice.Click.Elements.Rewriting;

/// <summary>How long mappings of TCP and UDP flows live, in nanoseconds (Click's defaults).</summary>
sealed record TransportTimeouts
{
    const long Second = 1_000_000_000, Minute = 60 * Second;

    public long Tcp { get; init; } = 24 * 60 * Minute;

    public long TcpDone { get; init; } = 4 * Minute;

    public long TcpNoData { get; init; } = 5 * Minute;

    public long TcpGuarantee { get; init; } = 5 * Second;

    public long Udp { get; init; } = 5 * Minute;

    public long UdpStreaming { get; init; } = 5 * Minute;

    public long UdpGuarantee { get; init; } = 5 * Second;

    /// <summary>Reads those of TCP.</summary>
    public TransportTimeouts ReadTcp(ArgumentReader arguments) => this with
    {
        Tcp = arguments.Keyword("TCP_TIMEOUT", ArgumentTypes.Time, Tcp),
        TcpDone = arguments.Keyword("TCP_DONE_TIMEOUT", ArgumentTypes.Time, TcpDone),
        TcpNoData = arguments.Keyword("TCP_NODATA_TIMEOUT", ArgumentTypes.Time, TcpNoData),
        TcpGuarantee = arguments.Keyword("TCP_GUARANTEE", ArgumentTypes.Time, TcpGuarantee),
    };

    /// <summary>Reads those of UDP.</summary>
    /// <param name="arguments">From where.</param>
    /// <param name="prefix">What their words begin with.</param>
    public TransportTimeouts ReadUdp(ArgumentReader arguments, string prefix)
    {
        var timeout = arguments.Keyword($"{prefix}TIMEOUT", ArgumentTypes.Time, Udp);
        return this with
        {
            Udp = timeout,
            UdpStreaming = arguments.Keyword($"{prefix}STREAMING_TIMEOUT", ArgumentTypes.Time, timeout),
            UdpGuarantee = arguments.Keyword($"{prefix}GUARANTEE", ArgumentTypes.Time, UdpGuarantee),
        };
    }

    /// <summary>The timeout of a flow.</summary>
    public long Of(Flow flow)
    {
        if (flow.Original.Protocol == (byte)IpProtocol.Udp)
            return flow.Packets >= 3 && flow.State.HasFlag(FlowState.BothData) ? UdpStreaming : Udp;
        if (flow.State.HasFlag(FlowState.BothDone))
            return TcpDone;
        return flow.State.HasFlag(FlowState.BothData) ? Tcp : TcpNoData;
    }
}
