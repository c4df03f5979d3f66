using System.Globalization;
using Sluice.Click.Arguments;
using Sluice.Click.Elements.Headers;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;
using Sluice.Packets;

namespace Sluice.Click.Elements.Protocols;

/// <summary><c>ICMPPingSource(SRC, DST)</c>: sends an ICMP echo request every second. Answers that come to its input are reported and counted
/// as ping(8) does. At a pull output it makes one for each pull.</summary>
sealed unsafe class ICMPPingSource : Element
{
    const long Second = 1_000_000_000;
    const double Millisecond = 1e6;
    const int Numbers = 1 << 16;

    readonly long[] _sentAt = new long[Numbers];
    IPv4Address _source;
    IPv4Address _destination;
    long _interval = Second;
    ushort _identifier;
    long _limit = -1;
    byte[] _data = [];
    bool _stop, _active = true, _verbose = true, _mirror;
    long _count;
    RouterTimer? _timer;
    PingTimes _times;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var source = arguments.Mandatory("SRC", ArgumentTypes.IPv4Address);
        var destination = arguments.Mandatory("DST", ArgumentTypes.IPv4Address);
        var interval = arguments.Keyword("INTERVAL", ArgumentTypes.Time, Second);
        var identifier = arguments.Keyword("IDENTIFIER", ArgumentTypes.UInt16);
        var limit = arguments.Keyword("LIMIT", ArgumentTypes.Int64, -1);
        var stop = arguments.Keyword("STOP", ArgumentTypes.Bool);
        var data = arguments.Keyword("DATA", ArgumentTypes.Bytes, []);
        var active = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);
        var mirror = arguments.Keyword("MIRROR", ArgumentTypes.Bool);
        var verbose = arguments.Keyword("VERBOSE", ArgumentTypes.Bool, true);
        if (!arguments.Complete())
            return;
        (_source, _destination, _interval, _identifier, _limit) = (source, destination, Math.Max(interval, 1), identifier, limit);
        (_stop, _data, _active, _mirror, _verbose) = (stop, data, active, mirror, verbose);
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        if (!IsPushOutput(0))
            return;
        _timer = new RouterTimer(this);
        if (_active)
            _timer.ScheduleAfter(0);
    }

    /// <inheritdoc/>
    public override void RunTimer(RouterTimer timer)
    {
        if (!_active)
            return;
        var packet = Make();
        if (!packet.IsNone)
            Output(0).Push(new PacketBatch(packet));
        if (_limit < 0 || _count < _limit)
            timer.RescheduleAfter(_interval);
        else if (_stop)
            Router.RequestStop();
    }

    /// <inheritdoc/>
    public override PacketBatch Pull(int port, int limit)
    {
        var batch = default(PacketBatch);
        while (_active && batch.Count < limit && (_limit < 0 || _count < _limit))
        {
            var packet = Make();
            if (packet.IsNone)
                break;
            batch.Append(packet);
        }

        return batch;
    }

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch)
    {
        foreach (var packet in batch)
        {
            if (IPPart.TryGet(packet, IpProtocol.Icmp, IcmpHeader.Size, out var ip) && !ip.IsFragment
                && packet.TransportHeader[0] == (byte)IcmpType.EchoReply && IPv4View.Read16(packet.TransportHeader + 4) == _identifier)
            {
                TakeReply(packet, ip);
            }

            packet.Kill();
        }
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("active", () => _active ? "true" : "false", "whether it sends", HandlerFlags.Checkbox);
        handlers.Write("active", SetActive, "whether it sends", HandlerFlags.Checkbox);
        handlers.Read("count", () => _count, "requests sent");
        handlers.Write("limit", text => _limit = ParseValue(text, ArgumentTypes.Int64), "how many to send, -1 for any number");
        handlers.Write("interval", text => _interval = Math.Max(1, ParseValue(text, ArgumentTypes.Time)), "the time between two");
        handlers.Button("reset_counts", () => (_count, _times) = (0, default), "sets all counts to zero");
        handlers.Read("src", () => _source.ToString(), "the source address");
        handlers.Write("src", text => _source = ParseValue(text, ArgumentTypes.IPv4Address), "the source address");
        handlers.Read("dst", () => _destination.ToString(), "the destination address");
        handlers.Write("dst", text => _destination = ParseValue(text, ArgumentTypes.IPv4Address), "the destination address");
        if (InputCount == 0)
            return;
        handlers.Read("summary", () => _times.Summary(_count), "counts and round-trip times in the words of ping(8)");
        handlers.Read("rtt_min", () => Seconds(_times.Least), "the shortest round-trip time in seconds");
        handlers.Read("rtt_max", () => Seconds(_times.Most), "the longest round-trip time in seconds");
        handlers.Read("rtt_avg", () => Seconds(_times.Average), "the mean round-trip time in seconds");
    }

    static string Seconds(double nanoseconds) => (nanoseconds / Second).ToString("f6", CultureInfo.InvariantCulture);

    void SetActive(string text)
    {
        _active = ParseValue(text, ArgumentTypes.Bool);
        if (_active && _timer is { IsScheduled: false } && (_limit < 0 || _count < _limit))
            _timer.ScheduleAfter(0);
    }

    Packet Make()
    {
        var packet = Pool.Allocate(_data);
        if (packet.IsNone)
            return packet;
        var number = (ushort)_count++;
        var now = Clock.Now;
        packet = PingMessage.Encapsulate(packet, _source, _destination, _identifier, number);
        if (packet.IsNone)
            return packet;
        packet.Timestamp = now;
        _sentAt[number] = now;
        return packet;
    }

    void TakeReply(Packet packet, IPv4View ip)
    {
        var number = IPv4View.Read16(packet.TransportHeader + 6);
        var sent = _sentAt[number];
        if (sent == 0)
        {
            _times.Duplicates++;
            return;
        }

        _sentAt[number] = 0;
        var time = Math.Max(0, Clock.Now - sent);
        _times.Add(time);
        if (_verbose)
        {
            Router.Options.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{Name}: {packet.NetworkLength} bytes from {ip.Source}: icmp_seq={number} ttl={ip.TimeToLive} time={time / Millisecond:f3} ms"));
        }

        if (_mirror && IsPushOutput(0))
        {
            var next = Make();
            if (!next.IsNone)
                Output(0).Push(new PacketBatch(next));
        }
    }
}
