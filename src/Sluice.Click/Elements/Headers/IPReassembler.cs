using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>IPReassembler</c>: holds fragments until their datagram is complete (RFC 791, section 3.2). Of bytes that came twice the first
/// stay. A datagram without news for 30 seconds is dropped, or leaves at output 1 as far as it is there.</summary>
sealed unsafe class IPReassembler : SimpleElement
{
    const long Second = 1_000_000_000, Patience = 30 * Second, Interval = 10 * Second;
    const int MaxPayload = ushort.MaxValue - IPv4View.MinSize, DefaultMemory = 256 * 1024;

    readonly Dictionary<(ulong Addresses, int Identification), FragmentedDatagram> _datagrams = [];
    readonly List<(ulong, int)> _due = [];
    readonly Stack<FragmentedDatagram> _spare = new();
    readonly Lock _lock = new();
    Annotation? _longest;
    RouterTimer? _timer;
    int _mostMemory = DefaultMemory;
    long _memory;
    long _seen, _good, _failed, _bad;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var memory = arguments.Keyword("HIMEM", ArgumentTypes.Count, DefaultMemory);
        var longest = arguments.Keyword("MAX_MTU_ANNO", ArgumentTypes.AnnotationOf(2)!);
        if (arguments.Complete())
            (_mostMemory, _longest) = (memory, longest);
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        _timer = new RouterTimer(this);
        _timer.ScheduleAfter(Interval);
    }

    /// <inheritdoc/>
    public override void RunTimer(RouterTimer timer)
    {
        lock (_lock)
            Expire(Clock.Now - Patience);
        timer.RescheduleAfter(Interval);
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        foreach (var datagram in _datagrams.Values)
            datagram.Kill();
        _datagrams.Clear();
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not IPReassembler same)
            return false;
        foreach (var (key, datagram) in same._datagrams)
            _datagrams.Add(key, datagram);
        same._datagrams.Clear();
        (_memory, _seen, _good, _failed, _bad) = (same._memory, same._seen, same._good, same._failed, same._bad);
        return true;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("stats", () => $"{_seen} fragments seen\n{_good} datagrams assembled\n{_failed} datagrams given up\n{_bad} fragments wrong\n",
            "counts");
        handlers.Read("memory", () => _memory, "bytes held");
        handlers.Read("datagrams", () => _datagrams.Count, "datagrams that are not complete");
    }

    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        if (!IPPart.TryGet(packet, out var ip) || !ip.IsFragment)
            return packet;
        lock (_lock)
            return Take(packet, ip);
    }

    Packet Take(Packet packet, IPv4View ip)
    {
        if (packet.NetworkHeaderOffset < 0)
            packet = HeaderMoves.StartAt(packet, packet.NetworkHeaderOffset);
        _seen++;
        var length = Math.Min(ip.TotalLength, packet.NetworkLength) - ip.HeaderLength;
        var start = (ip.Fragment & IPv4View.OffsetMask) * 8;
        var more = (ip.Fragment & IPv4View.MoreFragments) != 0;
        if (length <= 0 || start + length > MaxPayload || (more && length % 8 != 0) || ip.TotalLength > packet.NetworkLength)
        {
            _bad++;
            packet.Kill();
            return default;
        }

        var key = ((ulong)ip.SourceWord << 32 | ip.DestinationWord, ip.Identification << 8 | ip.Protocol);
        if (!_datagrams.TryGetValue(key, out var datagram))
            _datagrams.Add(key, datagram = _spare.Count > 0 ? _spare.Pop() : new FragmentedDatagram());
        _memory -= datagram.Memory;
        datagram.Add(packet, ip, Clock.Now);
        _memory += datagram.Memory;
        if (datagram.IsComplete)
            return Finish(key, datagram);
        if (_memory > _mostMemory)
            Slim();
        return default;
    }

    Packet Finish((ulong, int) key, FragmentedDatagram datagram)
    {
        var longest = datagram.LongestFragment;
        var packet = Remove(key, datagram);
        if (packet.IsNone)
        {
            _failed++;
            return packet;
        }

        _good++;
        if (_longest is { } annotation)
            *(ushort*)(packet.Annotations + annotation.Offset) = (ushort)longest;
        new Span<byte>(packet.Annotations + Packets.Annotations.Reassembler.Offset, Packets.Annotations.Reassembler.Size).Clear();
        return packet;
    }

    Packet Remove((ulong, int) key, FragmentedDatagram datagram)
    {
        _memory -= datagram.Memory;
        _ = _datagrams.Remove(key);
        var packet = datagram.Assemble(Pool);
        _spare.Push(datagram);
        return packet;
    }

    /// <summary>Gives up datagrams, the oldest first, until memory is at three quarters.</summary>
    void Slim()
    {
        foreach (var (key, _) in _datagrams.OrderBy(static pair => pair.Value.LastSeen).ToList())
        {
            if (_memory <= _mostMemory / 4 * 3)
                break;
            GiveUp(key);
        }
    }

    void Expire(long before)
    {
        _due.Clear();
        foreach (var (key, datagram) in _datagrams)
        {
            if (datagram.LastSeen <= before)
                _due.Add(key);
        }

        foreach (var key in _due)
            GiveUp(key);
    }

    void GiveUp((ulong, int) key)
    {
        _failed++;
        var packet = Remove(key, _datagrams[key]);
        if (!packet.IsNone)
            PushOrKill(1, packet);
    }
}
