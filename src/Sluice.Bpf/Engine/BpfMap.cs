using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Engine;

/// <summary>A typed view of a map, the same on every engine.</summary>
/// <remarks>The view owns nothing: disposing of the map is its owner's business. Allocates nothing but when enumerated.</remarks>
public sealed class BpfMap<TKey, TValue>
    where TKey : unmanaged
    where TValue : unmanaged
{
    /// <summary>Views <paramref name="map"/> with the given types.</summary>
    /// <exception cref="ArgumentException">The types' sizes are not the map's, or the map holds a value per CPU.</exception>
    public BpfMap(IBpfMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        Require(map.Spec.Name, "key", Unsafe.SizeOf<TKey>(), map.Spec.KeySize, typeof(TKey));
        Require(map.Spec.Name, "value", Unsafe.SizeOf<TValue>(), map.Spec.ValueSize, typeof(TValue));
        if (map.Spec.IsPerCpu)
            throw new ArgumentException($"map '{map.Spec.Name}' holds a value per CPU: use {nameof(BpfPerCpuMap<,>)}", nameof(map));
        Raw = map;
    }

    /// <summary>The map itself.</summary>
    public IBpfMap Raw { get; }

    /// <summary>The value of <paramref name="key"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    /// <exception cref="BpfMapException">The map refused.</exception>
    public TValue this[TKey key]
    {
        get => TryGet(key, out var value) ? value : throw new KeyNotFoundException($"map '{Raw.Spec.Name}' has no entry {key}");
        set => Update(key, value);
    }

    /// <summary>Gets the value of <paramref name="key"/>.</summary>
    /// <returns>False if there is none.</returns>
    /// <exception cref="BpfMapException">The map refused.</exception>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        value = default;
        return BpfMapException.FoundOrThrow(Raw, "look up", Raw.Lookup(Bytes(ref key), Bytes(ref value)));
    }

    /// <summary>Makes or replaces an entry.</summary>
    /// <exception cref="BpfMapException">The map refused: full, frozen, or <paramref name="flags"/> not met.</exception>
    public void Update(TKey key, TValue value, UpdateFlags flags = UpdateFlags.Any) =>
        BpfMapException.ThrowIfFailed(Raw, "update", Raw.Update(Bytes(ref key), Bytes(ref value), flags));

    /// <summary>Removes an entry.</summary>
    /// <returns>False if there was none.</returns>
    /// <exception cref="BpfMapException">The map refused.</exception>
    public bool Remove(TKey key) => BpfMapException.FoundOrThrow(Raw, "delete from", Raw.Delete(Bytes(ref key)));

    /// <summary>All entries; those that come or go meanwhile may or may not be among them.</summary>
    public IEnumerable<KeyValuePair<TKey, TValue>> Entries()
    {
        TKey key = default;
        for (var error = Raw.NextKey([], Bytes(ref key)); error == Errno.None;)
        {
            if (TryGet(key, out var value))
                yield return new(key, value);
            var next = key;
            error = Raw.NextKey(Bytes(ref key), Bytes(ref next));
            key = next;
        }
    }

    static Span<byte> Bytes<T>(ref T value)
        where T : unmanaged => MemoryMarshal.AsBytes(new Span<T>(ref value));

    static void Require(string map, string what, int size, int expected, Type type)
    {
        if (size != expected)
            throw new ArgumentException($"map '{map}' has {what}s of {expected} bytes, but {type.Name} has {size}");
    }
}
