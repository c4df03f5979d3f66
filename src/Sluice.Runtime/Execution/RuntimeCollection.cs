using System.Collections.Frozen;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Runtime.Maps;

namespace Sluice.Runtime.Execution;

/// <summary>The programs and maps of one object, live in process. Disposing gives them all up, but for shared maps.</summary>
public sealed class RuntimeCollection : IBpfCollection
{
    readonly FrozenDictionary<string, RuntimeProgram> _programs;
    readonly FrozenDictionary<string, RuntimeMap> _maps;
    readonly RuntimeMap[] _owned;

    internal RuntimeCollection(BpfObject spec, IEnumerable<RuntimeProgram> programs, IReadOnlyDictionary<string, RuntimeMap> maps, IEnumerable<RuntimeMap> owned)
    {
        Spec = spec;
        _programs = programs.ToFrozenDictionary(program => program.Spec.Name);
        _maps = maps.ToFrozenDictionary();
        _owned = [.. owned];
        Programs = _programs.ToFrozenDictionary(pair => pair.Key, IBpfProgram (pair) => pair.Value);
        Maps = _maps.ToFrozenDictionary(pair => pair.Key, IBpfMap (pair) => pair.Value);
    }

    /// <summary>The object that it was loaded from.</summary>
    public BpfObject Spec { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, IBpfProgram> Programs { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, IBpfMap> Maps { get; }

    /// <summary>The program called <paramref name="name"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message lists those there are.</exception>
    public RuntimeProgram Program(string name) => Find(_programs, name, "program");

    /// <summary>The map called <paramref name="name"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message lists those there are.</exception>
    public RuntimeMap Map(string name) => Find(_maps, name, "map");

    /// <summary>A typed view of the map called <paramref name="name"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    /// <exception cref="ArgumentException">The types' sizes are not the map's, or it holds a value per CPU.</exception>
    public BpfMap<TKey, TValue> Map<TKey, TValue>(string name)
        where TKey : unmanaged
        where TValue : unmanaged => new(Map(name));

    /// <summary>A typed view of the per-CPU map called <paramref name="name"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    /// <exception cref="ArgumentException">The types' sizes are not the map's, or it holds one value for all.</exception>
    public BpfPerCpuMap<TKey, TValue> PerCpuMap<TKey, TValue>(string name)
        where TKey : unmanaged
        where TValue : unmanaged => new(Map(name));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var program in _programs.Values)
            program.Dispose();
        foreach (var map in _owned)
            map.Dispose();
    }

    T Find<T>(FrozenDictionary<string, T> all, string name, string what) => all.TryGetValue(name, out var found)
        ? found
        : throw new KeyNotFoundException($"{Spec.Name} has no {what} '{name}'; it has {(all.Count == 0 ? "none" : string.Join(", ", all.Keys.Order()))}");
}
