using System.Globalization;

namespace Sluice.Bpf.Btf;

/// <summary>Finds members by path, as C writes it.</summary>
public static class BtfMemberSearch
{
    /// <summary>The member at <paramref name="path"/>, or null.</summary>
    /// <param name="type">Where the path begins: a struct, a union, an array, or a name of one.</param>
    /// <param name="path">Names and indices: <c>key.address[3]</c>. Anonymous members are looked through.</param>
    public static BtfMemberPath? FindPath(this BtfType type, string path)
    {
        var place = new BtfMemberPath(type, 0, 0);
        foreach (var name in path.Split('.'))
        {
            var bracket = name.IndexOf('[', StringComparison.Ordinal);
            var member = bracket < 0 ? name : name[..bracket];
            if (member.Length > 0)
            {
                if (place.Type.Resolve() is not BtfStruct owner || owner.FindNested(member) is not var (found, offset))
                    return null;
                place = new(found.Type, place.BitOffset + offset, found.BitSize);
            }

            if (bracket >= 0 && !Index(ref place, name[bracket..]))
                return null;
            if (name.Length == 0)
                return null;
        }

        return place;
    }

    /// <summary>The member called <paramref name="name"/>, of the struct or of an anonymous one within it.</summary>
    /// <returns>The member and its offset in bits from the start of <paramref name="type"/>, or null.</returns>
    public static (BtfMember Member, long BitOffset)? FindNested(this BtfStruct type, string name)
    {
        foreach (var member in type.Members)
        {
            if (member.Name == name)
                return (member, member.BitOffset);
            if (member.Name.Length == 0 && member.Type.Resolve() is BtfStruct inner && inner.FindNested(name) is var (found, offset))
                return (found, member.BitOffset + offset);
        }

        return null;
    }

    static bool Index(ref BtfMemberPath place, string indices)
    {
        if (!indices.EndsWith(']'))
            return false;
        foreach (var text in indices[1..^1].Split("]["))
        {
            if (place.Type.Resolve() is not BtfArray array
                || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                || index >= array.Count)
                return false;
            place = new(array.Element, place.BitOffset + 8L * index * array.Element.SizeOf(), 0);
        }

        return true;
    }
}
