using System.Globalization;
using System.Text;
using Sluice.Click.Arguments;
using Sluice.Click.Elements.Headers;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Flows;

/// <summary><c>IPRateMonitor(TYPE, RATIO, THRESH [, MEMORY, ANNO])</c>: measures rates by source address of packets of input 0, and by
/// destination address of those of input 1. Addresses whose rate is above THRESH are told apart by one byte more.</summary>
sealed unsafe class IPRateMonitor : Element
{
    const long Second = 1_000_000_000, Jiffy = Second / 100;
    const int LevelBytes = 256 * 8 + 24, CounterBytes = 88, Kilobyte = 1024, LeastMemory = 100;

    static readonly Dictionary<string, bool> s_types = new() { ["PACKETS"] = true, ["BYTES"] = false };

    readonly Lock _lock = new();
    AddressCounter _root = NewRoot();
    bool _countsPackets = true;
    bool _annotates = true;
    double _ratio = 1;
    int _threshold;
    long _memoryLimit;
    long _memory = LevelBytes;
    long _resetAt;
    long _foldedAt;
    Random _random = new(1);

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var countsPackets = arguments.Mandatory("TYPE", ArgumentTypes.Choice(s_types));
        var ratio = arguments.Mandatory("RATIO", ArgumentTypes.Probability);
        var threshold = arguments.Mandatory("THRESH", ArgumentTypes.Count);
        var memory = arguments.Optional("MEMORY", ArgumentTypes.Count);
        var annotates = arguments.Optional("ANNO", ArgumentTypes.Bool, true);
        if (!arguments.Failed && ratio <= 0)
            arguments.Error("RATIO: found 0, expected more");
        if (!arguments.Complete())
            return;
        (_countsPackets, _ratio, _threshold, _annotates) = (countsPackets, ratio, threshold, annotates);
        _memoryLimit = memory == 0 ? long.MaxValue : Math.Max(memory, LeastMemory) * (long)Kilobyte;
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        _random = new Random((int)Router.Options.Seed ^ Index);
        _resetAt = _foldedAt = Clock.Now;
        if (InputCount != OutputCount)
            Error($"found {InputCount} inputs and {OutputCount} outputs, expected as many of both");
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not IPRateMonitor other)
            return false;
        (_root, _memory, _resetAt, _foldedAt) = (other._root, other._memory, other._resetAt, other._foldedAt);
        return true;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("look", Look, "hundredths of a second since the last reset; then address, forward and reverse rate, a line each");
        handlers.Read("thresh", () => _threshold, "the rate from which addresses are told apart");
        handlers.Read("mem", () => _memory, "bytes of memory in use");
        handlers.Button("reset", Reset, "sets all rates to zero");
        handlers.Write("anno_level", SetLevel, "does not tell apart what is below an address: IP LEVEL SECONDS");
    }

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch)
    {
        Measure(batch, port == 0);
        Output(port).Push(batch);
    }

    /// <inheritdoc/>
    public override PacketBatch Pull(int port, int limit)
    {
        var batch = Input(port).Pull(limit);
        Measure(batch, port == 0);
        return batch;
    }

    static AddressCounter NewRoot() => new() { Next = new AddressCounter?[256] };

    void Measure(PacketBatch batch, bool isForward)
    {
        if (batch.IsEmpty)
            return;
        lock (_lock)
        {
            var now = Clock.Now;
            foreach (var packet in batch)
            {
                if (IPPart.TryGet(packet, out var ip))
                    Count(packet, ip, now, isForward);
            }

            if (now - _foldedAt >= Second)
            {
                Fold(_root, now);
                _foldedAt = now;
            }
        }
    }

    void Count(Packet packet, IPv4View ip, long now, bool isForward)
    {
        var address = (isForward ? ip.Source : ip.Destination).Value;
        var counts = _ratio >= 1 || _random.NextDouble() < _ratio;
        var amount = (_countsPackets ? 1 : ip.TotalLength) / _ratio;
        var counter = _root;
        var shift = 24;
        for (; counter.Next is { } next; shift -= 8)
        {
            ref var slot = ref next[address >> shift & 255];
            if (slot is null)
            {
                if (_memory + CounterBytes > _memoryLimit)
                    return;
                slot = new AddressCounter();
                _memory += CounterBytes;
            }

            counter = slot;
            if (counts)
                counter.Rates.Add(now, amount, isForward);
            else
                counter.Rates.Advance(now);
        }

        if (_annotates)
        {
            *(int*)(packet.Annotations + Packets.Annotations.ForwardRate.Offset) = counter.Rates.Forward;
            *(int*)(packet.Annotations + Packets.Annotations.ReverseRate.Offset) = counter.Rates.Reverse;
        }

        var isHost = shift < 0;
        if (!isHost && IsBusy(counter) && now >= counter.ClosedUntil && _memory + LevelBytes + CounterBytes <= _memoryLimit)
        {
            counter.Next = new AddressCounter?[256];
            // The one that is looked at closer begins with what was known of all.
            counter.Next[address >> shift & 255] = new AddressCounter { Rates = counter.Rates };
            _memory += LevelBytes + CounterBytes;
        }
    }

    bool IsBusy(AddressCounter counter) => counter.Rates.Forward >= _threshold || counter.Rates.Reverse >= _threshold;

    /// <summary>Forgets the parts of what is not busy any more.</summary>
    void Fold(AddressCounter counter, long now)
    {
        foreach (var part in counter.Next!)
        {
            if (part is null)
                continue;
            part.Rates.Advance(now);
            if (part.Next is null)
                continue;
            if (IsBusy(part))
                Fold(part, now);
            else
                Close(part);
        }
    }

    void Close(AddressCounter counter)
    {
        foreach (var part in counter.Next!)
        {
            if (part is null)
                continue;
            if (part.Next is not null)
                Close(part);
            _memory -= CounterBytes;
        }

        counter.Next = null;
        _memory -= LevelBytes;
    }

    void Reset()
    {
        lock (_lock)
            (_root, _memory, _resetAt) = (NewRoot(), LevelBytes, Clock.Now);
    }

    void SetLevel(string text)
    {
        var words = ArgumentText.SplitWords(text);
        if (words.Count != 3 || !IPv4Address.TryParse(words[0], out var address)
            || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var level) || level > 3
            || !long.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            throw new HandlerException($"found `{text.Trim()}`, expected IP LEVEL SECONDS, the level from 0 to 3");
        }

        lock (_lock)
        {
            var counter = _root;
            for (var i = 0; i <= level && counter is not null; i++)
                counter = counter.Next?[address.Value >> 24 - 8 * i & 255];
            if (counter is null)
                return;
            counter.ClosedUntil = Clock.Now + Math.Min(seconds, long.MaxValue / Second / 2) * Second;
            if (counter.Next is not null)
                Close(counter);
        }
    }

    string Look()
    {
        lock (_lock)
        {
            var now = Clock.Now;
            var text = new StringBuilder($"{(now - _resetAt) / Jiffy}\n");
            Look(_root, "", now, text);
            return text.ToString();
        }
    }

    static void Look(AddressCounter counter, string prefix, long now, StringBuilder text)
    {
        for (var i = 0; i < counter.Next!.Length; i++)
        {
            if (counter.Next[i] is not { } part)
                continue;
            part.Rates.Advance(now);
            if (part.Rates.Forward > 0 || part.Rates.Reverse > 0)
                text.Append($"{prefix}{i}\t{part.Rates.Forward}\t{part.Rates.Reverse}\n");
            if (part.Next is not null)
                Look(part, $"{prefix}{i}.", now, text);
        }
    }
}
