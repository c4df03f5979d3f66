using Sluice.Click.Arguments;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>GetIPAddress(OFFSET)</c>, <c>GetIPAddress(IP dst)</c>: sets the destination annotation from the packet. A packet that is too
/// short passes as it is.</summary>
sealed unsafe class GetIPAddress : SimpleElement
{
    static readonly Dictionary<string, int> s_fields = new() { ["src"] = 12, ["dst"] = 16 };

    int _offset;
    bool _inHeader;
    Annotation _annotation = Packets.Annotations.Destination;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var inHeader = arguments.Has("IP");
        var offset = inHeader
            ? arguments.Keyword("IP", ArgumentTypes.Choice(s_fields))
            : arguments.Mandatory("OFFSET", ArgumentTypes.Count);
        var annotation = arguments.Keyword("ANNO", ArgumentTypes.AnnotationOf(4), Packets.Annotations.Destination);
        if (arguments.Complete())
            (_inHeader, _offset, _annotation) = (inHeader, offset, annotation);
    }

    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        var start = _inHeader ? packet.NetworkHeader : packet.Data;
        if ((_inHeader && !packet.HasNetworkHeader) || packet.End - start < _offset + sizeof(uint))
            return packet;
        *(uint*)(packet.Annotations + _annotation.Offset) = *(uint*)(start + _offset);
        return packet;
    }
}
