using System.Numerics;
using System.Runtime.InteropServices;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Maps.Rings;

/// <summary>Reads the samples that programs write to a perf event array, a ring for each CPU.</summary>
/// <remarks>Samples of one CPU come in their order; between CPUs there is none. The kernel tells how many found no room.
/// For one thread at a time.</remarks>
public sealed class PerfEventReader : IDisposable
{
    /// <summary>Bytes of each CPU's ring if nothing else is asked for.</summary>
    public const int DefaultRingSize = 256 * 1024;

    readonly List<PerfRing> _rings = [];
    readonly Poller _poller;
    readonly string _subject;
    readonly KernelMap _map;

    /// <summary>Opens a ring on each CPU and puts it into <paramref name="map"/>, which must outlive the reader.</summary>
    /// <param name="map">The array, of the kernel.</param>
    /// <param name="ringSize">Bytes of each ring: a power of two, and whole pages.</param>
    /// <exception cref="ArgumentException">It is no such map, or no such size.</exception>
    /// <exception cref="KernelException">A ring cannot be made.</exception>
    public PerfEventReader(IBpfMap map, int ringSize = DefaultRingSize)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (map is not KernelMap { Spec.Type: MapType.PerfEventArray } array)
            throw new ArgumentException($"map '{map.Spec.Name}' is a {map.Spec.Type}, expected a perf event array of the kernel", nameof(map));
        if (ringSize < Environment.SystemPageSize || !BitOperations.IsPow2(ringSize))
            throw new ArgumentException($"found a ring of {ringSize} bytes, expected a power of two, at least a page", nameof(ringSize));
        (_map, _subject) = (array, $"map '{map.Spec.Name}'");
        _poller = new(_subject);
        try
        {
            for (var cpu = 0; cpu < Math.Min(Environment.ProcessorCount, map.Spec.MaxEntries); cpu++)
                Open(cpu, ringSize);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Samples that found no room, so far as the kernel has told: it does when the next sample finds some.</summary>
    public long Lost => _rings.Sum(ring => ring.LostSamples);

    /// <summary>Reads all samples that are there, where they lie, without waiting.</summary>
    /// <returns>How many.</returns>
    public int Drain(SampleHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var count = 0;
        foreach (var ring in _rings)
            count += ring.Drain(handler);
        return count;
    }

    /// <summary>Waits until there is a sample to read.</summary>
    /// <returns>False if the time is over.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public bool Poll(TimeSpan timeout, CancellationToken cancellation = default) => _poller.Wait(timeout, cancellation);

    /// <summary>Copies of all samples, as they come, until <paramref name="cancellation"/>, each with its CPU.</summary>
    public IAsyncEnumerable<PerfSample> ReadAllAsync(CancellationToken cancellation = default) => RecordStream.Read<PerfSample>(
        samples => Drain((cpu, sample) => samples.Enqueue(new(cpu, sample.ToArray()))), Poll, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var ring in _rings)
            ring.Dispose();
        _poller.Dispose();
    }

    void Open(int cpu, int size)
    {
        var ring = new PerfRing(cpu, size, _subject);
        _rings.Add(ring);
        var descriptor = ring.Descriptor.Number;
        Require(_map.Update(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(ref cpu)), MemoryMarshal.AsBytes(new ReadOnlySpan<int>(ref descriptor))), cpu);
        _poller.Watch(ring.Descriptor);
    }

    void Require(Errno error, int cpu)
    {
        if (error != Errno.None)
            throw new KernelException(_subject, $"put the ring of CPU {cpu} into it", error);
    }
}
