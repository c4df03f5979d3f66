using System.Numerics;

namespace Sluice.Bpf.Engine;

/// <summary>The values of all CPUs as one.</summary>
public static class PerCpuAggregates
{
    const int OnStack = 128;

    /// <summary>Their sum; zero if there is no such entry.</summary>
    /// <exception cref="OverflowException">It does not fit.</exception>
    /// <exception cref="BpfMapException">The map refused.</exception>
    public static TValue Sum<TKey, TValue>(this BpfPerCpuMap<TKey, TValue> map, TKey key)
        where TKey : unmanaged
        where TValue : unmanaged, INumber<TValue>
    {
        Span<TValue> values = map.CpuCount <= OnStack ? stackalloc TValue[map.CpuCount] : new TValue[map.CpuCount];
        var sum = TValue.Zero;
        if (map.TryGet(key, values))
        {
            foreach (var value in values)
                sum = checked(sum + value);
        }

        return sum;
    }

    /// <summary>The largest; zero if there is no such entry.</summary>
    /// <exception cref="BpfMapException">The map refused.</exception>
    public static TValue Max<TKey, TValue>(this BpfPerCpuMap<TKey, TValue> map, TKey key)
        where TKey : unmanaged
        where TValue : unmanaged, INumber<TValue>
    {
        Span<TValue> values = map.CpuCount <= OnStack ? stackalloc TValue[map.CpuCount] : new TValue[map.CpuCount];
        if (!map.TryGet(key, values))
            return TValue.Zero;
        var largest = values[0];
        foreach (var value in values[1..])
            largest = TValue.Max(largest, value);
        return largest;
    }
}
