using System.Globalization;
using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary>An element that makes VLAN tags.</summary>
abstract unsafe class VlanElement : SimpleElement
{
    /// <summary>What tags it makes.</summary>
    protected VlanArguments Vlan { get; set; }

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("vlan_tci", () => Vlan.Tag?.ToString(CultureInfo.InvariantCulture) ?? "ANNO", "the tag");
        handlers.Write(
            "vlan_tci",
            text => Vlan = Vlan with { Tag = text.Trim() == "ANNO" ? null : ParseValue(text, ArgumentTypes.UInt16) },
            "the tag");
        handlers.Read("vlan_id", () => Vlan.VlanId, "the VLAN");
        handlers.Write("vlan_id", text => Vlan = Vlan.WithId(ParseValue(text, VlanArguments.Id)), "the VLAN");
        handlers.Read("vlan_pcp", () => Vlan.VlanPriority, "the priority");
        handlers.Write("vlan_pcp", text => Vlan = Vlan.WithPriority(ParseValue(text, VlanArguments.Priority)), "the priority");
        handlers.Read("native_vlan", () => Vlan.NativeVlan, "the VLAN without tags");
        handlers.Write(
            "native_vlan", text => Vlan = Vlan with { NativeVlan = ParseValue(text, VlanArguments.Native) }, "the VLAN without tags");
    }

    /// <summary>The tag for a packet, or -1 when it is to have none.</summary>
    protected int TagOf(Packet packet)
    {
        var tag = Vlan.Tag ?? IPv4View.Read16(packet.Annotations + Annotations.VlanTag.Offset);
        return (tag & VlanArguments.IdMask) == Vlan.NativeVlan ? -1 : tag;
    }
}
