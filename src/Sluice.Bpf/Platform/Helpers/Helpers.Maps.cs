namespace Sluice.Bpf.Platform;

// Helpers for maps: look-up, update, per-CPU values, iteration.
public static partial class Helpers
{
#pragma warning disable CS1591 // Each name is the kernel's; the row says the rest.
    public static readonly Helper MapLookupElem = Add(new(1, "map_lookup_elem", Returns.MapValueOrNull, Arg.Map, Arg.MapKey)
    {
        Programs = ProgramTypes.All,
        Maps = MapTypes.LookedUp,
        Effects = Effects.TakesPacketMemory,
    });
    public static readonly Helper MapUpdateElem = Add(new(2, "map_update_elem", Returns.Error, Arg.Map, Arg.MapKey, Arg.MapValue, Arg.Any)
    {
        Programs = ProgramTypes.All,
        Maps = MapTypes.Updated,
        Effects = Effects.TakesPacketMemory | Effects.ChangesMap,
    });
    public static readonly Helper MapDeleteElem = Add(new(3, "map_delete_elem", Returns.Error, Arg.Map, Arg.MapKey)
    {
        Programs = ProgramTypes.All,
        Maps = MapTypes.Deleted,
        Effects = Effects.TakesPacketMemory | Effects.ChangesMap,
    });
    public static readonly Helper MapPushElem = Add(new(87, "map_push_elem", Returns.Error, Arg.Map, Arg.MapValue, Arg.Any)
    {
        Programs = ProgramTypes.All,
        Maps = [MapType.Queue, MapType.Stack, MapType.BloomFilter],
        Effects = Effects.TakesPacketMemory | Effects.ChangesMap,
    });
    public static readonly Helper MapPopElem = Add(new(88, "map_pop_elem", Returns.Error, Arg.Map, Arg.MapValueOut)
    {
        Programs = ProgramTypes.All,
        Maps = [MapType.Queue, MapType.Stack],
        Effects = Effects.ChangesMap,
    });
    public static readonly Helper MapPeekElem = Add(new(89, "map_peek_elem", Returns.Error, Arg.Map, Arg.MapValueOut)
    {
        Programs = ProgramTypes.All,
        Maps = [MapType.Queue, MapType.Stack, MapType.BloomFilter],
    });
    public static readonly Helper ForEachMapElem = Add(new(
        164, "for_each_map_elem", Returns.Scalar, Arg.Map, Arg.Callback(CallbackPrototype.ForEachMapElement), Arg.StackOrNull, Arg.Any)
    {
        Maps = MapTypes.Iterated,
    });
    public static readonly Helper MapLookupPercpuElem = Add(new(
        195, "map_lookup_percpu_elem", Returns.MapValueOrNull, Arg.Map, Arg.MapKey, Arg.Any)
    {
        Maps = [MapType.PerCpuArray, MapType.PerCpuHash, MapType.LruPerCpuHash],
        Effects = Effects.TakesPacketMemory,
    });
#pragma warning restore CS1591
}
