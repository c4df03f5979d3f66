using System.Collections.Immutable;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps;

namespace Sluice.Click.Programs;

/// <summary>Live maps that outlive the programs which use them: an element's own, or shared by those that name the set.</summary>
/// <remarks>
/// A new program gets the map of the same name and shape: same type, sizes, entries and flags, and types that describe the same bytes
/// where both objects carry them. Global variables go by their section. Constants are never taken over: they belong to the code. A map
/// called <c>NAME_old</c> gets the live map NAME of that shape, so that a migration can read it.
/// </remarks>
/// <param name="name">What the set is called.</param>
/// <param name="isShared">Do several elements use it?</param>
sealed class MapSet(string name, bool isShared)
{
    const string OldEnding = "_old";

    ImmutableDictionary<string, RuntimeMap> _maps = ImmutableDictionary<string, RuntimeMap>.Empty;

    /// <summary>What the set is called.</summary>
    public string Name => name;

    /// <summary>Elements that use it.</summary>
    public int Users { get; set; }

    /// <summary>The live maps.</summary>
    public ImmutableDictionary<string, RuntimeMap> Maps => Volatile.Read(ref _maps);

    /// <summary>The live maps that serve an object's, by the names that the object has for them.</summary>
    /// <exception cref="ProgramException">A shared set has a map of that name and another shape.</exception>
    public Dictionary<string, IBpfMap> Reusable(BpfObject spec)
    {
        var reusable = new Dictionary<string, IBpfMap>(StringComparer.Ordinal);
        foreach (var map in spec.Maps)
        {
            if (map.IsGlobalData && map.IsFrozen)
                continue;
            if (Find(map) is { } live)
                reusable[map.Name] = live;
        }

        return reusable;
    }

    /// <summary>Takes over the maps of a program that takes its place now.</summary>
    public void Commit(RuntimeCollection collection)
    {
        var next = (isShared ? Maps : ImmutableDictionary<string, RuntimeMap>.Empty).ToBuilder();
        foreach (var map in collection.Spec.Maps)
        {
            if (!(map.IsGlobalData && map.IsFrozen) && !IsOld(map, collection.Map(map.Name)))
                next[KeyOf(map)] = collection.Map(map.Name);
        }

        Replace(next.ToImmutable());
    }

    /// <summary>Gives up all maps.</summary>
    public void Clear() => Replace(ImmutableDictionary<string, RuntimeMap>.Empty);

    RuntimeMap? Find(MapSpec map)
    {
        if (Maps.GetValueOrDefault(KeyOf(map)) is { } live)
        {
            if (HasShape(live, map))
                return live;
            return !isShared ? null : throw new ProgramException(
                $"map '{map.Name}' of the set '{name}' is {live.Spec}, but {map} is needed: its shape cannot change while it is shared");
        }

        return map.Name.EndsWith(OldEnding, StringComparison.Ordinal) && Maps.GetValueOrDefault(map.Name[..^OldEnding.Length]) is { } old && HasShape(old, map)
            ? old
            : null;
    }

    // A predecessor's map under its other name belongs to nobody afterwards.
    bool IsOld(MapSpec map, RuntimeMap live) => map.Name.EndsWith(OldEnding, StringComparison.Ordinal)
        && Maps.GetValueOrDefault(map.Name[..^OldEnding.Length]) == live;

    void Replace(ImmutableDictionary<string, RuntimeMap> next)
    {
        var old = Maps;
        foreach (var map in next.Values)
            map.AddReference();
        Volatile.Write(ref _maps, next);
        foreach (var map in old.Values)
            map.Release();
    }

    static bool HasShape(RuntimeMap live, MapSpec map) => map.IsCompatibleWith(live.Spec)
        && BtfShapes.AreEqual(live.Spec.KeyType, map.KeyType) && BtfShapes.AreEqual(live.Spec.ValueType, map.ValueType);

    static string KeyOf(MapSpec map) => map.IsGlobalData ? map.DataSection : map.Name;
}
