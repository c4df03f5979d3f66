using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Engine;

/// <summary>A typed view of a map that holds a value per CPU, the same on every engine.</summary>
/// <remarks>The view owns nothing. Values are read and written for all possible CPUs at once, as bpf(2) has it.</remarks>
public sealed class BpfPerCpuMap<TKey, TValue>
    where TKey : unmanaged
    where TValue : unmanaged
{
    readonly int _stride;

    /// <summary>Views <paramref name="map"/> with the given types.</summary>
    /// <exception cref="ArgumentException">The types' sizes are not the map's, or it is not a per-CPU map.</exception>
    public BpfPerCpuMap(IBpfMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        var spec = map.Spec;
        if (!spec.IsPerCpu)
            throw new ArgumentException($"map '{spec.Name}' holds one value for all CPUs: use {nameof(BpfMap<,>)}", nameof(map));
        if (Unsafe.SizeOf<TKey>() != spec.KeySize || Unsafe.SizeOf<TValue>() != spec.ValueSize)
        {
            throw new ArgumentException(
                $"map '{spec.Name}' has keys of {spec.KeySize} and values of {spec.ValueSize} bytes, but {typeof(TKey).Name} has "
                + $"{Unsafe.SizeOf<TKey>()} and {typeof(TValue).Name} {Unsafe.SizeOf<TValue>()}", nameof(map));
        }

        Raw = map;
        _stride = (spec.ValueSize + 7) & ~7;
        CpuCount = map.ValueBufferSize / _stride;
    }

    /// <summary>The map itself.</summary>
    public IBpfMap Raw { get; }

    /// <summary>Possible CPUs, and so values per entry.</summary>
    public int CpuCount { get; }

    /// <summary>Copies the values of all CPUs into <paramref name="values"/>, which holds <see cref="CpuCount"/>.</summary>
    /// <returns>False if there is no such entry.</returns>
    /// <exception cref="BpfMapException">The map refused.</exception>
    public bool TryGet(TKey key, Span<TValue> values)
    {
        Span<byte> buffer = stackalloc byte[Raw.ValueBufferSize];
        if (!BpfMapException.FoundOrThrow(Raw, "look up", Raw.Lookup(Bytes(ref key), buffer)))
            return false;
        for (var cpu = 0; cpu < CpuCount; cpu++)
            values[cpu] = MemoryMarshal.Read<TValue>(buffer[(cpu * _stride)..]);
        return true;
    }

    /// <summary>The values of all CPUs.</summary>
    /// <exception cref="KeyNotFoundException">There is no such entry.</exception>
    public TValue[] this[TKey key]
    {
        get
        {
            var values = new TValue[CpuCount];
            return TryGet(key, values) ? values : throw new KeyNotFoundException($"map '{Raw.Spec.Name}' has no entry {key}");
        }
    }

    /// <summary>Sets the values of all CPUs.</summary>
    /// <exception cref="BpfMapException">The map refused.</exception>
    public void Update(TKey key, ReadOnlySpan<TValue> values, UpdateFlags flags = UpdateFlags.Any)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, CpuCount);
        Span<byte> buffer = stackalloc byte[Raw.ValueBufferSize];
        buffer.Clear();
        for (var cpu = 0; cpu < CpuCount; cpu++)
            MemoryMarshal.Write(buffer[(cpu * _stride)..], values[cpu]);
        BpfMapException.ThrowIfFailed(Raw, "update", Raw.Update(Bytes(ref key), buffer, flags));
    }

    static Span<byte> Bytes(ref TKey value) => MemoryMarshal.AsBytes(new Span<TKey>(ref value));
}
