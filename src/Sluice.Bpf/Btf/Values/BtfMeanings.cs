using System.Collections.Frozen;

namespace Sluice.Bpf.Btf.Values;

/// <summary>Tells from the names of types and members what the bytes mean.</summary>
public static class BtfMeanings
{
    const int Ipv4Bytes = 4, MacBytes = 6, Ipv6Bytes = 16, PortBytes = 2;

    // include/uapi/linux/types.h, in.h, in6.h; POSIX netinet/in.h. A name counts only with the size it has there.
    static readonly FrozenDictionary<string, (BtfMeaning Meaning, int Size)> s_byType = new Dictionary<string, (BtfMeaning, int)>
    {
        ["__be16"] = (BtfMeaning.NetworkOrder, PortBytes),
        ["__be32"] = (BtfMeaning.Ipv4, Ipv4Bytes),
        ["__be64"] = (BtfMeaning.NetworkOrder, 8),
        ["__sum16"] = (BtfMeaning.NetworkOrderHex, 2),
        ["in_addr"] = (BtfMeaning.Ipv4, Ipv4Bytes),
        ["in_addr_t"] = (BtfMeaning.Ipv4, Ipv4Bytes),
        ["in_port_t"] = (BtfMeaning.NetworkOrder, PortBytes),
        ["in6_addr"] = (BtfMeaning.Ipv6, Ipv6Bytes),
    }.ToFrozenDictionary();

    static readonly string[] s_macNames = ["mac", "h_dest", "h_source", "eth", "lladdr", "hwaddr"];
    static readonly string[] s_ipv6Names = ["ip6", "ipv6", "addr6", "in6"];
    static readonly string[] s_be32ArrayNames = ["6", "saddr", "daddr"];
    static readonly string[] s_protocolNames = ["proto", "ethertype"];

    /// <summary>The meaning of a value of <paramref name="type"/> that is called <paramref name="name"/>.</summary>
    public static BtfMeaning Of(BtfType type, string name, BtfValueFormat format) => format switch
    {
        BtfValueFormat.Auto => ByName(type, name),
        BtfValueFormat.Address => BySize(type) is var meaning && meaning != BtfMeaning.None ? meaning : ByName(type, name),
        _ => BtfMeaning.None,
    };

    static BtfMeaning ByName(BtfType type, string name)
    {
        var size = type.SizeOf();
        for (var named = type; ;)
        {
            if (s_byType.TryGetValue(named.Name, out var found) && found.Size == size && named is BtfTypedef or BtfStruct)
            {
                return found.Meaning == BtfMeaning.NetworkOrder && Contains(name, s_protocolNames)
                    ? BtfMeaning.NetworkOrderHex
                    : found.Meaning;
            }

            if (named is BtfTypedef typedef)
                named = typedef.Target;
            else if (named is BtfQualifier qualifier)
                named = qualifier.Target;
            else
                return named is BtfArray array ? OfArray(array, name, size) : BtfMeaning.None;
        }
    }

    static BtfMeaning OfArray(BtfArray array, string name, int size) => (size, array.Element.SizeOf()) switch
    {
        (MacBytes, 1) when Contains(name, s_macNames) => BtfMeaning.Mac,
        (Ipv6Bytes, 1) when Contains(name, s_ipv6Names) => BtfMeaning.Ipv6,
        (Ipv6Bytes, Ipv4Bytes) when Contains(name, s_be32ArrayNames) && ByName(array.Element, "") == BtfMeaning.Ipv4 =>
            BtfMeaning.Ipv6,
        _ => BtfMeaning.None,
    };

    static BtfMeaning BySize(BtfType type) => (type.Resolve(), type.SizeOf()) switch
    {
        (BtfInteger, PortBytes) => BtfMeaning.NetworkOrder,
        (BtfInteger, Ipv4Bytes) => BtfMeaning.Ipv4,
        (BtfInteger, Ipv6Bytes) => BtfMeaning.Ipv6,
        (BtfArray array, Ipv4Bytes) when array.Element.SizeOf() == 1 => BtfMeaning.Ipv4,
        (BtfArray array, MacBytes) when array.Element.SizeOf() == 1 => BtfMeaning.Mac,
        (BtfArray array, Ipv6Bytes) when array.Element.SizeOf() is 1 or Ipv4Bytes => BtfMeaning.Ipv6,
        _ => BtfMeaning.None,
    };

    static bool Contains(string name, string[] parts) =>
        Array.Exists(parts, part => name.Contains(part, StringComparison.OrdinalIgnoreCase));
}
