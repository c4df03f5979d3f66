using Sluice.Bpf.Engine;
using Sluice.Chains.Code;
using Sluice.Chains.Code.Text;
using Sluice.Chains.Deployment;

namespace Sluice.Chains.Tests.Support;

/// <summary>Makes objects of intermediate code, with the packages of this repository.</summary>
static class Native
{
    public const string Loader = "ip6_simple_classifier";

    public static readonly FolderLibrary Library = new(Path.GetFullPath("../../../bpf/programs", TestData.Folder));

    /// <summary>The object that runs the unit's first chain for all IPv6.</summary>
    public static ChainObject Compose(string code)
    {
        var unit = ChainParser.Parse(code);
        return Compose(unit);
    }

    public static ChainObject Compose(ChainUnit unit) => ChainComposer.Compose(unit with
    {
        Loaders = [new("hike_default", Loader, [])],
        Maps = unit.Maps.Add(new("hike_default", "ipv6_simple_classifier_map", 4, 4)),
        Entries = [new("hike_default.ipv6_simple_classifier_map", [0, 0, 0, 0], [0, 0, 0, 0], [(0, unit.Chains[0].Name)])],
    }, Library);

    public static void Fill(ChainObject chains, IBpfCollection live)
    {
        foreach (var (map, key, value) in chains.Entries)
            BpfMapException.ThrowIfFailed(live.Maps[map], "update", live.Maps[map].Update(key.AsSpan(), value.AsSpan()));
    }
}
