using Sluice.Click.Arguments;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>VLANDecap([ANNO])</c>: takes the VLAN tag out of Ethernet frames; it goes to the annotation. Frames without pass.</summary>
sealed unsafe class VLANDecap : SimpleElement
{
    bool _annotate = true;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var annotate = arguments.Optional("ANNO", ArgumentTypes.Bool, true);
        if (arguments.Complete())
            _annotate = annotate;
    }

    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        const int addresses = 2 * MacAddress.Size;
        var tag = 0;
        if (packet.Length >= EthernetHeader.Size + VlanTag.Size && IPv4View.Read16(packet.Data + addresses) == (int)EtherType.Vlan)
        {
            tag = IPv4View.Read16(packet.Data + addresses + 2);
            packet.Span[..addresses].CopyTo(packet.Span[VlanTag.Size..]);
            packet.Pull(VlanTag.Size);
            packet.SetMacHeader(packet.Data);
        }

        if (_annotate)
            IPv4View.Write16(packet.Annotations + Annotations.VlanTag.Offset, tag);
        return packet;
    }
}
