using System.Runtime.InteropServices;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Code;
using Sluice.Runtime.Maps;

namespace Sluice.Runtime.Execution;

/// <summary>Brings one object to life: its maps, its programs, and what the maps hold at the start. All or nothing.</summary>
sealed class ObjectLoader(BpfRuntime runtime, BpfObject spec, IReadOnlyDictionary<string, IBpfMap> shared, ExecutionMode? mode, ILoadPolicy? policy)
{
    readonly Dictionary<string, RuntimeMap> _maps = new(StringComparer.Ordinal);
    readonly List<RuntimeMap> _owned = [];
    readonly List<RuntimeProgram> _programs = [];

    /// <summary>Loads the object.</summary>
    public RuntimeCollection Load()
    {
        if (spec.IsBigEndian)
            throw new BpfLoadException(spec.Name, -1, "an object for big-endian machines", "one for little-endian machines");
        try
        {
            var linked = spec.Programs.Where(program => program.AutoLoad).Select(Link).ToArray();
            policy?.Admit(linked);
            foreach (var map in spec.Maps)
                _maps[map.Name] = FindShared(map) ?? Create(map);
            foreach (var program in linked)
                _programs.Add(runtime.LoadAdmitted(program, [.. program.Maps.Select(map => _maps[map.Name])], mode, policy is not null));

            foreach (var map in _owned)
                FillSlots(map);
            return new RuntimeCollection(spec, _programs, _maps, _owned);
        }
        catch
        {
            foreach (var program in _programs)
                program.Dispose();
            foreach (var map in _owned)
                map.Dispose();
            throw;
        }
    }

    RuntimeMap? FindShared(MapSpec map)
    {
        if (!shared.TryGetValue(map.Name, out var given))
            return null;
        if (given is not RuntimeMap live)
            throw new ArgumentException($"shared map '{map.Name}' is not one of this engine");
        if (!map.IsCompatibleWith(live.Spec))
            throw new ArgumentException($"shared map '{map.Name}' is {live.Spec}, but {spec.Name} needs {map}");
        return live;
    }

    RuntimeMap Create(MapSpec map)
    {
        var created = RuntimeMaps.Create(runtime, map);
        _owned.Add(created);
        return created;
    }

    LinkedProgram Link(ProgramSpec program) => Linker.Link(spec, program, runtime.Options.Link);

    // What `values = { … }` of a map definition says: programs or inner maps, by their index.
    void FillSlots(RuntimeMap map)
    {
        foreach (var (index, symbol) in map.Spec.InitialSlots)
        {
            var value = map.Spec.Type == MapType.ProgramArray
                ? _programs.Find(program => program.Spec.Name == symbol)?.Id
                : _maps.GetValueOrDefault(symbol)?.Id;
            if (value is not { } id)
                throw new BpfLoadException(spec.Name, -1, $"'{symbol}' at index {index} of map '{map.Spec.Name}'", "a program or map of the object");
            BpfMapException.ThrowIfFailed(map, "fill", map.Update(
                MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in index)), MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in id))));
        }
    }
}
