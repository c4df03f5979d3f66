using System.Collections.Frozen;

namespace Sluice.Bpf.Platform;

/// <summary>Every BPF helper the platform knows, by Linux's number.</summary>
/// <remarks>Numbers and prototypes: include/uapi/linux/bpf.h, __BPF_FUNC_MAPPER.</remarks>
public static partial class Helpers
{
#pragma warning disable CS1591 // Each name is the kernel's; the row says the rest.
    public static readonly Helper MapLookup = new(1, "map_lookup_elem", Returns.MapValueOrNull, Arg.Map, Arg.MapKey);
    public static readonly Helper MapUpdate = new(2, "map_update_elem", Returns.Error, Arg.Map, Arg.MapKey, Arg.MapValue, Arg.Scalar);
    public static readonly Helper MapDelete = new(3, "map_delete_elem", Returns.Error, Arg.Map, Arg.MapKey);
#pragma warning restore CS1591

    static readonly Helper[] s_all = [MapLookup, MapUpdate, MapDelete];

    static readonly FrozenDictionary<int, Helper> s_byId = s_all.ToFrozenDictionary(helper => helper.Id);

    static readonly FrozenDictionary<string, Helper> s_byName = s_all.ToFrozenDictionary(helper => helper.Name);

    /// <summary>All helpers, by number.</summary>
    public static IReadOnlyList<Helper> All => s_all;

    /// <summary>The helper with this number, or null.</summary>
    public static Helper? Find(int id) => s_byId.GetValueOrDefault(id);

    /// <summary>The helper with this name, without <c>bpf_</c>, or null.</summary>
    public static Helper? Find(string name) => s_byName.GetValueOrDefault(name);
}
