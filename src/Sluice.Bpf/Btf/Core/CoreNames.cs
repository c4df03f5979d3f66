namespace Sluice.Bpf.Btf.Core;

/// <summary>Names that several local definitions of one type share: <c>flow___v2</c> is a flavour of <c>flow</c>.</summary>
/// <remarks>libbpf's convention: three underscores, no more, with a character on either side; the last of them counts.</remarks>
static class CoreNames
{
    const string Separator = "___";

    /// <summary>The name without its flavour.</summary>
    public static string Essential(string name)
    {
        for (var at = name.Length - Separator.Length - 1; at > 0; at--)
        {
            if (string.CompareOrdinal(name, at, Separator, 0, Separator.Length) == 0
                && name[at - 1] != '_' && name[at + Separator.Length] != '_')
                return name[..at];
        }

        return name;
    }

    /// <summary>Are they one name but for the flavour?</summary>
    public static bool Match(string left, string right) => left == right || Essential(left) == Essential(right);

    /// <summary>All types of <paramref name="types"/> whose essential name is <paramref name="essential"/>, by id.</summary>
    public static IEnumerable<BtfType> Find(BtfTypes types, string essential) => types.FindAll(essential)
        .Where(type => !HasFlavour(type.Name))
        .Concat(types.Flavours.Where(type => Essential(type.Name) == essential))
        .OrderBy(type => type.Id);

    /// <summary>Does <paramref name="name"/> have a flavour?</summary>
    public static bool HasFlavour(string name) => Essential(name).Length < name.Length;
}
