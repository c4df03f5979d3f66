using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>DecIPTTL</c>: lowers the time to live by one. A packet whose time is up leaves at output 1, unchanged, or is dropped.</summary>
sealed unsafe class DecIPTTL : BatchElement
{
    bool _active = true;
    bool _multicast = true;
    long _drops;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var active = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);
        var multicast = arguments.Keyword("MULTICAST", ArgumentTypes.Bool, true);
        if (arguments.Complete())
            (_active, _multicast) = (active, multicast);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("drops", () => _drops, "packets whose time was up");
        handlers.Read("active", () => _active ? "true" : "false", "whether it does anything", HandlerFlags.Checkbox);
        handlers.Write("active", text => _active = ParseValue(text, ArgumentTypes.Bool), "whether it does anything", HandlerFlags.Checkbox);
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not DecIPTTL same)
            return false;
        _drops = same._drops;
        return true;
    }

    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch)
    {
        if (!_active)
            return batch;
        var done = default(PacketBatch);
        foreach (var packet in batch)
        {
            if (Lower(packet))
            {
                done.Append(packet);
                continue;
            }

            _drops++;
            PushOrKill(1, packet);
        }

        return done;
    }

    bool Lower(Packet packet)
    {
        if (!IPPart.TryGet(packet, out var ip))
            return false;
        if (!_multicast && IPv4View.FromWord(ip.DestinationWord).IsMulticast)
            return true;
        if (ip.TimeToLive <= 1)
            return false;
        // The field is the high byte of its word: the word is less by 0x100, its sum more by as much (RFC 1624).
        var word = *(ushort*)(ip.Start + 8);
        var lowered = word;
        (*(byte*)&lowered)--;
        ip.ChecksumWord = InternetChecksum.Update(ip.ChecksumWord, word, lowered);
        *(ushort*)(ip.Start + 8) = lowered;
        return true;
    }
}
