using System.Text;
using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary>An element that passes packets that are as they should be. Others leave at output 1, or are dropped; they are counted, by
/// reason if asked for, and the first is reported.</summary>
abstract class PacketCheck : BatchElement
{
    /// <summary>What <see cref="Check"/> gives for a packet that is as it should be.</summary>
    protected const int Fine = -1;

    readonly IReadOnlyList<string> _reasons;
    readonly long[] _counts;
    bool _verbose;
    bool _details;

    /// <summary>An element that refuses packets for these reasons.</summary>
    protected PacketCheck(params IReadOnlyList<string> reasons) => (_reasons, _counts) = (reasons, new long[reasons.Count]);

    /// <summary>Packets refused.</summary>
    public long Drops { get; private set; }

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var (verbose, details) = ReadReporting(arguments);
        if (arguments.Complete())
            SetReporting(verbose, details);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("drops", () => Drops, "packets that are not as they should be");
        if (_details)
            handlers.Read("drop_details", Details, "the same by reason");
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not PacketCheck check || old.GetType() != GetType())
            return false;
        Drops = check.Drops;
        check._counts.CopyTo(_counts, 0);
        return true;
    }

    /// <summary>Reads VERBOSE and DETAILS.</summary>
    protected static (bool Verbose, bool Details) ReadReporting(ArgumentReader arguments) =>
        (arguments.Keyword("VERBOSE", ArgumentTypes.Bool), arguments.Keyword("DETAILS", ArgumentTypes.Bool));

    /// <summary>Takes VERBOSE and DETAILS over.</summary>
    protected void SetReporting(bool verbose, bool details) => (_verbose, _details) = (verbose, details);

    /// <summary>Looks at a packet.</summary>
    /// <returns><see cref="Fine"/>, or the index of the reason why not.</returns>
    protected abstract int Check(Packet packet);

    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch)
    {
        var done = default(PacketBatch);
        foreach (var packet in batch)
        {
            var reason = Check(packet);
            if (reason == Fine)
                done.Append(packet);
            else
                Refuse(packet, reason);
        }

        return done;
    }

    /// <summary>Counts a packet and sends it away.</summary>
    protected void Refuse(Packet packet, int reason)
    {
        if (Drops++ == 0 || _verbose)
            Router.Options.Output.WriteLine($"{Name}: {_reasons[reason]}");
        _counts[reason]++;
        PushOrKill(1, packet);
    }

    string Details()
    {
        var text = new StringBuilder();
        for (var i = 0; i < _reasons.Count; i++)
            text.Append($"{_counts[i]} {_reasons[i]}\n");
        return text.ToString();
    }
}
