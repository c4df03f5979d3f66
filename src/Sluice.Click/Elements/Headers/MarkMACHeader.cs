using Sluice.Click.Arguments;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>MarkMACHeader([OFFSET])</c>, <c>MarkEtherHeader([OFFSET])</c>: says that the link header is there.</summary>
sealed unsafe class MarkMACHeader : SimpleElement
{
    int _offset;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var offset = arguments.Optional("OFFSET", ArgumentTypes.Count);
        if (arguments.Complete())
            _offset = offset;
    }

    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        if (_offset <= packet.Length)
            packet.SetMacHeader(packet.Data + _offset);
        return packet;
    }
}
