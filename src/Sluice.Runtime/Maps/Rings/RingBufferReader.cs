using System.Runtime.CompilerServices;
using Sluice.Bpf.Engine;

namespace Sluice.Runtime.Maps.Rings;

/// <summary>Reads the records that programs write to a ring buffer, each once and in the order of their reservation.</summary>
/// <remarks>It keeps the map alive until it is disposed of. Of several readers each record goes to one.</remarks>
/// <example><code>
/// using var events = new RingBufferReader(collection.Maps["events"]);
/// await foreach (var record in events.ReadAllAsync(cancellation))
///     Console.WriteLine(MemoryMarshal.Read&lt;FlowEvent&gt;(record));
/// </code></example>
public sealed class RingBufferReader : IDisposable
{
    readonly RingBufferMap _map;
    int _disposed;

    /// <summary>Reads from <paramref name="map"/>.</summary>
    /// <exception cref="ArgumentException">It is no ring buffer in process.</exception>
    public RingBufferReader(IBpfMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        _map = map as RingBufferMap
            ?? throw new ArgumentException($"map '{map.Spec.Name}' is a {map.Spec.Type}, expected a ring buffer in process", nameof(map));
        _map.AddReference();
    }

    /// <summary>Records that programs could not write because the ring was full.</summary>
    public long Lost => Ring.Lost;

    /// <summary>Bytes that are reserved and not read yet, headers included.</summary>
    public long Backlog => (long)(Ring.Producer - Ring.Consumer);

    Ring Ring
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed != 0, this);
            return _map.Ring;
        }
    }

    /// <summary>Reads one record where it lies, without waiting.</summary>
    /// <returns>False if none is complete.</returns>
    public bool TryRead(RecordHandler handler) => Ring.Read(handler, 1) == 1;

    /// <summary>Reads all complete records, at most <paramref name="most"/>, without waiting.</summary>
    /// <returns>How many.</returns>
    public int Drain(RecordHandler handler, int most = int.MaxValue) => Ring.Read(handler, most);

    /// <summary>Waits until there is a record to read.</summary>
    /// <returns>False if the time is over.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public bool Poll(TimeSpan timeout, CancellationToken cancellation = default) => Ring.Wait(timeout, cancellation);

    /// <summary>Copies of all records, as they come, until <paramref name="cancellation"/>.</summary>
    public async IAsyncEnumerable<byte[]> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var records = new Queue<byte[]>();
        while (true)
        {
            while (!Ring.HasRecord)
                await Ring.WaitAsync(cancellation).ConfigureAwait(false);
            Ring.Read(record => records.Enqueue(record.ToArray()), most: 64);
            while (records.TryDequeue(out var record))
                yield return record;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            _map.Release();
    }
}
