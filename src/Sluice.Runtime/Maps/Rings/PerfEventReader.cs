using System.Numerics;
using Sluice.Bpf.Engine;

namespace Sluice.Runtime.Maps.Rings;

/// <summary>Reads the samples that programs write to a perf event array. While it lives, every CPU's entry has a ring.</summary>
/// <remarks>Samples of one CPU come in order. It keeps the map alive until it is disposed of, which waits for the end of
/// the runs that could be writing to its rings.</remarks>
public sealed class PerfEventReader : IDisposable
{
    /// <summary>Bytes of each CPU's ring unless told otherwise.</summary>
    public const int DefaultRingSize = 256 * 1024;

    readonly PerfEventArrayMap _map;
    readonly Ring[] _rings;
    int _disposed;

    /// <summary>Reads from <paramref name="map"/>.</summary>
    /// <param name="map">A perf event array that has no reader.</param>
    /// <param name="ringSize">Bytes of each CPU's ring; rounded up to a power of two and at least a page.</param>
    /// <exception cref="ArgumentException">It is no perf event array in process, or has a reader.</exception>
    /// <exception cref="Memory.NativeMemoryException">There is no room for the rings.</exception>
    public PerfEventReader(IBpfMap map, int ringSize = DefaultRingSize)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ringSize);
        _map = map as PerfEventArrayMap
            ?? throw new ArgumentException($"map '{map.Spec.Name}' is a {map.Spec.Type}, expected a perf event array in process", nameof(map));
        _rings = new Ring[_map.RingCount];
        var size = BitOperations.RoundUpToPowerOf2((uint)Math.Max(ringSize, Environment.SystemPageSize));
        for (var cpu = 0; cpu < _rings.Length; cpu++)
            _rings[cpu] = new Ring(size);
        _map.AddReference();
        if (_map.TryAttach(_rings))
            return;
        _map.Release();
        Array.ForEach(_rings, ring => ring.Dispose());
        throw new ArgumentException($"map '{map.Spec.Name}' has a reader", nameof(map));
    }

    /// <summary>Samples that programs could not write because a ring was full, of all CPUs.</summary>
    public long Lost => _rings.Sum(ring => ring.Lost);

    /// <summary>Samples that <paramref name="cpu"/> could not write.</summary>
    public long LostOn(int cpu) => _rings[cpu].Lost;

    /// <summary>Reads all complete samples, CPU by CPU, without waiting.</summary>
    /// <returns>How many.</returns>
    public int Drain(SampleHandler handler)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        var count = 0;
        for (var cpu = 0; cpu < _rings.Length; cpu++)
        {
            var current = cpu;
            count += _rings[cpu].Read(sample => handler(current, sample), int.MaxValue);
        }

        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        _map.Detach();
        Array.ForEach(_rings, ring => ring.Dispose());
        _map.Release();
    }
}
