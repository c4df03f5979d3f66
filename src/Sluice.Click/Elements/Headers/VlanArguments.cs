using Sluice.Click.Arguments;

namespace Sluice.Click.Elements.Headers;

/// <summary>The arguments that elements have which make VLAN tags.</summary>
/// <param name="Tag">Priority and VLAN (the TCI of IEEE 802.1Q); null to take it from the packet's annotation.</param>
/// <param name="NativeVlan">The VLAN whose frames have no tag, -1 for none.</param>
readonly record struct VlanArguments(ushort? Tag, int NativeVlan)
{
    /// <summary>Bits of the tag that are the VLAN's number.</summary>
    public const int IdMask = 0xfff;

    const int PriorityShift = 13;

    static readonly ArgumentType<int> s_tag = new("a VLAN tag (number up to 65535), or ANNO", static (text, scope, out value) =>
    {
        var isTag = ArgumentTypes.UInt16.Parse(text, scope, out var tag);
        value = isTag ? tag : -1;
        return isTag || text == "ANNO";
    });

    /// <summary>The number of a VLAN.</summary>
    public static ArgumentType<int> Id { get; } = ArgumentTypes.Range(0, IdMask);

    /// <summary>A priority.</summary>
    public static ArgumentType<int> Priority { get; } = ArgumentTypes.Range(0, 7);

    /// <summary>A VLAN, or -1.</summary>
    public static ArgumentType<int> Native { get; } = ArgumentTypes.Range(-1, IdMask);

    /// <summary>Reads them; the caller asks whether all is complete.</summary>
    public static VlanArguments Read(ArgumentReader arguments)
    {
        const int none = -2, annotation = -1;
        var id = arguments.Keyword("VLAN_ID", Id, none);
        var tag = id == none ? arguments.Mandatory("VLAN_TCI", s_tag) : id;
        var priority = arguments.Optional("VLAN_PCP", Priority, none);
        var native = arguments.Keyword("NATIVE_VLAN", Native);
        if (priority != none && tag != annotation)
            tag = tag & ~(7 << PriorityShift) | priority << PriorityShift;
        return new VlanArguments(tag == annotation ? null : (ushort)tag, native);
    }

    /// <summary>The same with another VLAN.</summary>
    public VlanArguments WithId(int id) => this with { Tag = (ushort)((Tag ?? 0) & ~IdMask | id) };

    /// <summary>The same with another priority.</summary>
    public VlanArguments WithPriority(int priority) => this with { Tag = (ushort)((Tag ?? 0) & 0x1fff | priority << PriorityShift) };

    /// <summary>The VLAN's number; 0 where packets say.</summary>
    public int VlanId => (Tag ?? 0) & IdMask;

    /// <summary>The priority; 0 where packets say.</summary>
    public int VlanPriority => (Tag ?? 0) >> PriorityShift;
}
