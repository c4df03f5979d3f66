using Sluice.Click.Arguments;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>StripEtherVLANHeader</c>: removes an Ethernet header, with its VLAN tag if it has one; the tag goes to the annotation.</summary>
sealed unsafe class StripEtherVLANHeader : BatchElement
{
    int _nativeVlan;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var native = arguments.Keyword("NATIVE_VLAN", VlanArguments.Native);
        if (arguments.Complete())
            _nativeVlan = native;
    }

    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch)
    {
        const int typeOffset = 2 * MacAddress.Size;
        var done = default(PacketBatch);
        foreach (var packet in batch)
        {
            var tagged = packet.Length >= EthernetHeader.Size && IPv4View.Read16(packet.Data + typeOffset) == (int)EtherType.Vlan;
            var size = tagged ? EthernetHeader.Size + VlanTag.Size : EthernetHeader.Size;
            // Without a tag a frame is in the native VLAN; where there is none it has no place.
            if (packet.Length < size || (!tagged && _nativeVlan < 0))
            {
                packet.Kill();
                continue;
            }

            var tag = tagged ? IPv4View.Read16(packet.Data + EthernetHeader.Size) : _nativeVlan;
            IPv4View.Write16(packet.Annotations + Annotations.VlanTag.Offset, tag);
            packet.SetMacHeader(packet.Data);
            packet.Pull(size);
            done.Append(packet);
        }

        return done;
    }
}
