using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Basic;

/// <summary><c>Truncate</c>: cuts packets to MAXLENGTH bytes, and with EXTRA_LENGTH notes how many it cut.</summary>
sealed class Truncate : BatchElement
{
    int _length;
    bool _extra;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var length = arguments.Mandatory("MAXLENGTH", ArgumentTypes.Count);
        var extra = arguments.Keyword("EXTRA_LENGTH", ArgumentTypes.Bool, true);
        if (arguments.Complete())
            (_length, _extra) = (length, extra);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) =>
        handlers.Value(this, "nbytes", ArgumentTypes.Count, () => _length, length => _length = length, "most bytes that are left");

    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch)
    {
        foreach (var packet in batch)
        {
            var surplus = packet.Length - _length;
            if (surplus <= 0)
                continue;
            packet.Take(surplus);
            if (_extra)
                ExtraLength.Of(packet) += (uint)surplus;
        }

        return batch;
    }
}
