using Sluice.Click.Arguments;
using Sluice.Click.Elements.Headers;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;
using Sluice.Packets;

namespace Sluice.Click.Elements.Protocols;

/// <summary><c>ARPQuerier(IP, ETH)</c>: puts IP packets of input 0 into Ethernet frames to their next hop. It asks for Ethernet addresses that
/// it does not know (RFC 826), and lets packets wait for the answer, which comes at input 1.</summary>
/// <remarks>Queries leave at the last output. Multicast goes to the group's address (RFC 1112, section 6.4), broadcast to all.</remarks>
sealed unsafe class ARPQuerier : Element
{
    const int ResponseSize = EthernetHeader.Size + ArpPacket.Size;
    const long Second = 1_000_000_000;

    readonly byte[] _header = new byte[EthernetHeader.Size];
    ArpStore _store = new();
    Element? _table;
    IPv4Address _address;
    MacAddress _mac;
    uint _broadcast;
    long _pollTimeout;
    bool _broadcastPoll;
    long _queries;
    long _responses;
    long _drops;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var (address, prefix) = arguments.Mandatory("IP", ARPArguments.AddressWithNetwork);
        // One name may stand for both addresses.
        var mac = arguments.All.Count > 1 && arguments.Optional("ETH", ARPArguments.MacOrNone) is { } given ? given : default;
        if (mac == default && !arguments.Failed && !ArgumentTypes.MacAddress.Parse(arguments.All[0], arguments.Scope, out mac))
            arguments.Error("found no ETH, expected an Ethernet address, or one name for both addresses");
        var table = arguments.Keyword("TABLE", ARPArguments.Table);
        var (capacity, entries, entryPackets, timeout) = ArpStore.Read(arguments);
        var pollTimeout = arguments.Keyword("POLL_TIMEOUT", ArgumentTypes.Time, 60 * Second);
        var fallback = prefix is { Length: < 31 } network ? new IPv4Address(network.Address.Value | ~network.Mask.Value) : default;
        var broadcast = arguments.Keyword("BROADCAST", ArgumentTypes.IPv4Address, fallback);
        var broadcastPoll = arguments.Keyword("BROADCAST_POLL", ArgumentTypes.Bool);
        if (!arguments.Complete())
            return;
        (_address, _mac, _broadcast, _pollTimeout, _broadcastPoll) = (address, mac, IPv4View.ToWord(broadcast), pollTimeout, broadcastPoll);
        _table = table;
        if (table is not null)
            _store = table.Store;
        else
            (_store.Capacity, _store.EntryCapacity, _store.EntryPacketCapacity, _store.Timeout) = (capacity, entries, entryPackets, timeout);
        EthernetHeader.Write(_header, default, mac, EtherType.IPv4);
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        if (_table is null)
            new RouterTimer(this).ScheduleAfter(ArpStore.Interval);
    }

    /// <inheritdoc/>
    public override void RunTimer(RouterTimer timer)
    {
        lock (_store.Lock)
            _store.Expire(Clock.Now);
        timer.RescheduleAfter(ArpStore.Interval);
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        if (_table is null)
            _store.Clear();
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not ARPQuerier querier)
            return false;
        (_queries, _responses, _drops) = (querier._queries, querier._responses, querier._drops);
        if (_table is null && querier._table is null)
            _store.Take(querier._store);
        return true;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        _store.AddHandlers(handlers, () => Clock.Now, (address, mac) => Learn(IPv4View.ToWord(address), mac));
        handlers.Read("ipaddr", _address.ToString, "this host's IP address");
        handlers.Write("ipaddr", text => _address = ParseValue(text, ArgumentTypes.IPv4Address), "this host's IP address");
        handlers.Read("broadcast", () => IPv4View.FromWord(_broadcast).ToString(), "the link's broadcast address");
        handlers.Read("queries", () => _queries, "queries sent");
        handlers.Read("responses", () => _responses, "responses received");
        handlers.Read("drops", () => _drops + _store.Drops, "packets dropped");
        handlers.Read("stats", () => $"{_drops + _store.Drops} packets killed\n{_queries} ARP queries sent\n", "counts in words");
    }

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch)
    {
        if (port == 0)
        {
            Frame(batch);
            return;
        }

        foreach (var packet in batch)
            TakeResponse(packet);
    }

    /// <summary>Frames IP packets, or lets them wait.</summary>
    void Frame(PacketBatch batch)
    {
        var done = default(PacketBatch);
        var queries = default(PacketBatch);
        lock (_store.Lock)
        {
            var now = Clock.Now;
            foreach (var packet in batch)
            {
                if (Resolve(packet, now, ref queries) is not { } destination)
                    continue;
                var framed = EtherFields.Encapsulate(packet, _header);
                if (framed.IsNone)
                    continue;
                destination.WriteTo(framed.Span);
                done.Append(framed);
            }
        }

        PushOrKill(0, done);
        PushOrKill(OutputCount - 1, queries);
    }

    /// <summary>The Ethernet address that a packet goes to; null where it is dropped or waits.</summary>
    MacAddress? Resolve(Packet packet, long now, ref PacketBatch queries)
    {
        var address = packet.DestinationWord;
        if (_store.Find(address) is { IsKnown: true } entry && !entry.IsExpired(now, _store.Timeout))
        {
            if (_pollTimeout > 0 && now - entry.LiveAt >= _pollTimeout && entry.TryPoll(now))
                AppendQuery(ref queries, address, _broadcastPoll ? MacAddress.Broadcast : entry.Mac, packet);
            return entry.Mac;
        }

        if (address == uint.MaxValue || (address == _broadcast && address != 0))
            return MacAddress.Broadcast;
        var destination = IPv4View.FromWord(address);
        if (destination.IsMulticast)
            return new MacAddress(0x0100_5e00_0000UL | destination.Value & 0x7f_ffff);
        if (address == 0)
        {
            _drops++;
            packet.Kill();
            return null;
        }

        var tag = packet.Annotations + Annotations.VlanTag.Offset;
        var vlan = *(ushort*)tag;
        if (_store.Wait(address, packet, now) is { } waiting && waiting.TryPoll(now))
            AppendQuery(ref queries, address, MacAddress.Broadcast, default, vlan);
        return null;
    }

    void AppendQuery(ref PacketBatch queries, uint address, MacAddress to, Packet like, ushort vlan = 0)
    {
        var query = Pool.Allocate(ResponseSize);
        if (query.IsNone)
            return;
        if (!like.IsNone)
            vlan = *(ushort*)(like.Annotations + Annotations.VlanTag.Offset);
        EthernetHeader.Write(query.Span, to, _mac, EtherType.Arp);
        ArpPacket.Write(query.Span[EthernetHeader.Size..], ArpOperation.Request, _mac, _address, default, IPv4View.FromWord(address));
        query.SetMacHeader(query.Data);
        query.Timestamp = Clock.Now;
        *(ushort*)(query.Annotations + Annotations.VlanTag.Offset) = vlan;
        _queries++;
        queries.Append(query);
    }

    void TakeResponse(Packet packet)
    {
        if (packet.Length >= ResponseSize && EthernetHeader.TryRead(packet.Span, out var ethernet) && ethernet.EtherType == EtherType.Arp
            && ArpPacket.TryRead(ethernet.Payload, out var arp) && arp.Operation == ArpOperation.Reply && !arp.SenderMac.IsMulticast)
        {
            _responses++;
            Learn(IPv4View.ToWord(arp.SenderAddress), arp.SenderMac);
        }

        packet.Kill();
    }

    void Learn(uint address, MacAddress mac)
    {
        PacketBatch waiting;
        lock (_store.Lock)
            waiting = _store.Insert(address, mac, Clock.Now);
        if (!waiting.IsEmpty)
            Frame(waiting);
    }
}
