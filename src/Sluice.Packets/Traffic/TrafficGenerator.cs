namespace Sluice.Packets;

/// <summary>Generates frames that look like traffic: flows, sizes, rates, correct checksums.</summary>
/// <remarks>The same options give the same bytes and times on every machine. No allocation per packet. Not safe for
/// several threads at once.</remarks>
/// <example><code>
/// var traffic = new TrafficGenerator(new TrafficOptions { Flows = 10_000, ZipfExponent = 1 });
/// Span&lt;byte&gt; frame = new byte[traffic.MaxLength];
/// int length = traffic.Next(frame, out long timestamp);
/// </code></example>
public sealed class TrafficGenerator
{
    const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Seed of the packets' own numbers, so that they do not depend on how flows were made.</summary>
    const ulong PacketStream = 0x5ca1ab1e;

    readonly TrafficOptions _options;
    readonly DeterministicRandom _random;
    readonly Flow[] _flows;
    readonly AliasTable? _popularity;
    readonly uint[] _sequence;
    readonly byte[] _pattern;
    readonly int _linkLength;
    long _count;
    long _time;
    double _fraction;

    /// <summary>Makes the flows; the packets come on demand.</summary>
    /// <param name="options">What to generate.</param>
    /// <exception cref="ArgumentException">The options make no sense, see <see cref="TrafficOptions.Validate"/>.
    /// </exception>
    public TrafficGenerator(TrafficOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _flows = FlowTable.Make(options, new DeterministicRandom(options.Seed));
        _random = new DeterministicRandom(options.Seed ^ PacketStream);
        _popularity = options.ZipfExponent > 0 ? new AliasTable(AliasTable.Zipf(options.Flows, options.ZipfExponent)) : null;
        _sequence = new uint[options.Flows];
        _linkLength = EthernetHeader.Size + (options.VlanId is null ? 0 : VlanTag.Size);
        _time = options.StartTime;
        MaxLength = Math.Max(options.Sizes.Longest, _linkLength + IPv6Header.Size + TcpHeader.MinSize);
        _pattern = new byte[MaxLength];
        for (var i = 0; i < _pattern.Length; i++)
            _pattern[i] = (byte)i;
    }

    /// <summary>The longest frame that can come.</summary>
    public int MaxLength { get; }

    /// <summary>Writes the next frame.</summary>
    /// <param name="target">At least <see cref="MaxLength"/> bytes.</param>
    /// <param name="timestamp">When it is sent: nanoseconds since 1970-01-01 UTC.</param>
    /// <returns>Its length.</returns>
    /// <exception cref="ArgumentException">There is not enough room.</exception>
    public int Next(Span<byte> target, out long timestamp)
    {
        if (target.Length < MaxLength)
            throw new ArgumentException($"{target.Length} bytes are not enough: frames have up to {MaxLength}.", nameof(target));
        timestamp = NextTime();
        var index = _popularity?.Draw(_random) ?? (int)_random.Next((uint)_flows.Length);
        ref readonly var flow = ref _flows[index];
        var transportSize = flow.Protocol == IpProtocol.Tcp ? TcpHeader.MinSize : UdpHeader.Size; // ICMP's is as long as UDP's
        var networkSize = flow.IsIPv6 ? IPv6Header.Size : IPv4Header.MinSize;
        var length = Math.Max(_options.Sizes.Draw(_random), _linkLength + networkSize + transportSize);
        var frame = target[..length];
        WriteLink(frame, flow.IsIPv6 ? EtherType.IPv6 : EtherType.IPv4);
        var segment = frame[(_linkLength + networkSize)..];
        var pseudoHeader = WriteNetwork(frame[_linkLength..], flow, segment.Length);
        _pattern.AsSpan(0, segment.Length - transportSize).CopyTo(segment[transportSize..]);
        WriteTransport(segment, flow, ref _sequence[index], pseudoHeader);
        return length;
    }

    /// <summary>Writes frames to a capture.</summary>
    /// <param name="capture">A capture of Ethernet frames.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="IOException">The capture cannot be written.</exception>
    public void WriteTo(CaptureWriter capture, long count)
    {
        ArgumentNullException.ThrowIfNull(capture);
        var frame = new byte[MaxLength];
        for (; count > 0; count--)
        {
            var length = Next(frame, out var timestamp);
            capture.Write(timestamp, frame.AsSpan(0, length));
        }
    }

    long NextTime()
    {
        if (_options.Arrivals == ArrivalProcess.Constant)
            return _options.StartTime + (long)((UInt128)_count++ * NanosecondsPerSecond / (UInt128)_options.PacketsPerSecond);
        var time = _time;
        var gap = _fraction + _random.NextExponential() * NanosecondsPerSecond / _options.PacketsPerSecond;
        _time += (long)gap;
        _fraction = gap - (long)gap;
        return time;
    }

    void WriteLink(Span<byte> frame, EtherType type)
    {
        EthernetHeader.Write(frame, _options.DestinationMac, _options.SourceMac, _options.VlanId is null ? type : EtherType.Vlan);
        if (_options.VlanId is { } vlan)
            VlanTag.Write(frame[EthernetHeader.Size..], vlan, type);
    }

    /// <summary>Writes the IP header and gives the partial sum of the transport's pseudo-header.</summary>
    uint WriteNetwork(Span<byte> target, in Flow flow, int payloadLength)
    {
        if (flow.IsIPv6)
        {
            var (sources, destinations) = (_options.SourcesV6.Address, _options.DestinationsV6.Address);
            var fields = new IPv6Fields(
                sources with { Low = sources.Low | flow.SourceHost },
                destinations with { Low = destinations.Low | flow.DestinationHost });
            IPv6Header.Write(target, fields, flow.Protocol, payloadLength);
            return InternetChecksum.PseudoHeader(fields.Source, fields.Destination, flow.Protocol, payloadLength);
        }

        var source = new IPv4Address(_options.SourcesV4.Address.Value | flow.SourceHost);
        var destination = new IPv4Address(_options.DestinationsV4.Address.Value | flow.DestinationHost);
        IPv4Header.Write(target, new IPv4Fields(source, destination) { DontFragment = true }, flow.Protocol, payloadLength);
        return flow.Protocol == IpProtocol.Icmp
            ? 0 : InternetChecksum.PseudoHeader(source, destination, flow.Protocol, payloadLength);
    }

    void WriteTransport(Span<byte> segment, in Flow flow, ref uint sequence, uint pseudoHeader)
    {
        switch (flow.Protocol)
        {
            case IpProtocol.Udp:
                UdpHeader.Write(segment, flow.SourcePort, flow.DestinationPort, segment.Length - UdpHeader.Size);
                TransportChecksum.WriteUdp(segment, pseudoHeader);
                break;
            case IpProtocol.Tcp:
                var fields = new TcpFields(flow.SourcePort, flow.DestinationPort, _options.TcpFlags) { SequenceNumber = sequence };
                TcpHeader.Write(segment, fields);
                TransportChecksum.Write(segment, TcpHeader.ChecksumOffset, pseudoHeader);
                sequence += (uint)(segment.Length - TcpHeader.MinSize);
                break;
            default:
                var type = flow.IsIPv6 ? (byte)Icmpv6Type.EchoRequest : (byte)IcmpType.Echo;
                IcmpHeader.Write(segment, type, 0, (uint)flow.SourcePort << 16 | (ushort)sequence++);
                TransportChecksum.Write(segment, IcmpHeader.ChecksumOffset, pseudoHeader);
                break;
        }
    }
}
