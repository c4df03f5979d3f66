namespace Sluice.Packets;

// IPv4, IPv6 and its extension headers.
public sealed partial class PacketBuilder
{
    /// <summary>Adds an IPv4 header.</summary>
    /// <param name="fields">Addresses and the rest.</param>
    /// <param name="protocol">What follows, where the next header does not tell.</param>
    /// <param name="options">Options, a multiple of 4 bytes up to 40.</param>
    public PacketBuilder IPv4(IPv4Fields fields, IpProtocol? protocol = null, ReadOnlySpan<byte> options = default)
    {
        var copy = options.ToArray();
        var length = IPv4Header.MinSize + copy.Length;
        return Add(new PacketLayer(
            "IPv4",
            length,
            (target, layer) => IPv4Header.Write(target, fields, layer.InnerProtocol(protocol), target.Length - length, copy))
        {
            EtherType = EtherType.IPv4,
            Protocol = IpProtocol.IPv4,
            Pseudo = (_, transport, size) => InternetChecksum.PseudoHeader(fields.Source, fields.Destination, transport, size),
        });
    }

    /// <summary>Adds an IPv4 header.</summary>
    /// <param name="source">Sender, such as <c>192.0.2.1</c>.</param>
    /// <param name="destination">Receiver.</param>
    /// <param name="timeToLive">Hops left.</param>
    /// <param name="protocol">What follows, where the next header does not tell.</param>
    /// <exception cref="FormatException">An address is none.</exception>
    public PacketBuilder IPv4(string source, string destination, byte timeToLive = 64, IpProtocol? protocol = null) =>
        IPv4(new IPv4Fields(IPv4Address.Parse(source), IPv4Address.Parse(destination)) { TimeToLive = timeToLive }, protocol);

    /// <summary>Adds an IPv6 header.</summary>
    /// <param name="fields">Addresses and the rest.</param>
    /// <param name="nextHeader">What follows, where the next header does not tell.</param>
    public PacketBuilder IPv6(IPv6Fields fields, IpProtocol? nextHeader = null) =>
        Add(new PacketLayer(
            "IPv6",
            IPv6Header.Size,
            (target, layer) => IPv6Header.Write(target, fields, layer.InnerProtocol(nextHeader), target.Length - IPv6Header.Size))
        {
            EtherType = EtherType.IPv6,
            Protocol = IpProtocol.IPv6,
            Pseudo = (final, transport, size) =>
                InternetChecksum.PseudoHeader(fields.Source, final ?? fields.Destination, transport, size),
        });

    /// <summary>Adds an IPv6 header.</summary>
    /// <param name="source">Sender, such as <c>2001:db8::1</c>.</param>
    /// <param name="destination">Receiver; with a routing header the next segment.</param>
    /// <param name="hopLimit">Hops left.</param>
    /// <param name="nextHeader">What follows, where the next header does not tell.</param>
    /// <exception cref="FormatException">An address is none.</exception>
    public PacketBuilder IPv6(string source, string destination, byte hopLimit = 64, IpProtocol? nextHeader = null) =>
        IPv6(new IPv6Fields(IPv6Address.Parse(source), IPv6Address.Parse(destination)) { HopLimit = hopLimit }, nextHeader);

    /// <summary>Adds an IPv6 hop-by-hop options header.</summary>
    /// <param name="options">Options as type, length, value; padding is added.</param>
    public PacketBuilder HopByHop(ReadOnlySpan<byte> options = default) => Options(IpProtocol.HopByHop, options);

    /// <summary>Adds an IPv6 destination options header.</summary>
    /// <param name="options">Options as type, length, value; padding is added.</param>
    public PacketBuilder DestinationOptions(ReadOnlySpan<byte> options = default) => Options(IpProtocol.DestinationOptions, options);

    /// <summary>Adds an IPv6 fragment header. The payload of a fragment is given as bytes, with
    /// <paramref name="nextHeader"/>: its transport header, if any, counts the whole datagram.</summary>
    /// <param name="offset">Where the payload belongs, a multiple of 8 bytes.</param>
    /// <param name="moreFragments">Whether this is not the last.</param>
    /// <param name="identification">Common to all fragments of a datagram.</param>
    /// <param name="nextHeader">What follows in the whole datagram.</param>
    public PacketBuilder Fragment(int offset, bool moreFragments, uint identification, IpProtocol? nextHeader = null) =>
        Add(Extension(IpProtocol.Fragment, IPv6Extension.Unit, (target, layer) =>
            IPv6Extension.WriteFragment(target, layer.InnerProtocol(nextHeader), offset, moreFragments, identification)));

    /// <summary>Adds an IPv6 segment routing header (RFC 8754).</summary>
    /// <param name="path">The segments in the order of travel. The last one is the final destination, which checksums
    /// cover.</param>
    /// <param name="segmentsLeft">Segments still to be visited after the one under way; null at the start of the path,
    /// when the IPv6 destination is the first segment.</param>
    /// <param name="tag">Marks packets of one class.</param>
    /// <param name="tlvs">TLVs, a multiple of 8 bytes with their padding.</param>
    public PacketBuilder SegmentRouting(
        ReadOnlySpan<IPv6Address> path, int? segmentsLeft = null, ushort tag = 0, ReadOnlySpan<byte> tlvs = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(path.Length, nameof(path));
        var segments = path.ToArray();
        var extra = tlvs.ToArray();
        return Add(Extension(
            IpProtocol.Routing,
            SegmentRoutingHeader.Size(segments.Length, extra.Length),
            (target, layer) => SegmentRoutingHeader.Write(
                target, layer.InnerProtocol(null), segments, segmentsLeft ?? segments.Length - 1, tag, extra),
            segments[^1]));
    }

    PacketBuilder Options(IpProtocol kind, ReadOnlySpan<byte> options)
    {
        var copy = options.ToArray();
        return Add(Extension(kind, IPv6Extension.SizeWithOptions(copy.Length), (target, layer) =>
            IPv6Extension.WriteOptions(target, layer.InnerProtocol(null), copy)));
    }

    static PacketLayer Extension(IpProtocol kind, int length, PacketLayer.Writer write, IPv6Address? finalDestination = null) =>
        new($"{kind} header", length, write) { Protocol = kind, IsExtension = true, FinalDestination = finalDestination };
}
