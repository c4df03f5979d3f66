using System.Runtime.CompilerServices;

namespace Sluice.Kernel.Maps.Rings;

/// <summary>Makes a stream of what a reader copies, which waits without holding one of the pool's threads.</summary>
static class RecordStream
{
    /// <summary>The stream.</summary>
    /// <param name="drain">Copies what is there, and says how many that were.</param>
    /// <param name="poll">Waits for more.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async IAsyncEnumerable<T> Read<T>(
        Func<Queue<T>, int> drain, Func<TimeSpan, CancellationToken, bool> poll, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var records = new Queue<T>();
        while (true)
        {
            while (drain(records) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                // A thread of its own: the wait may be long, and the pool's threads are few.
                await Task.Factory.StartNew(
                    () => poll(Timeout.InfiniteTimeSpan, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                    .ConfigureAwait(false);
            }

            while (records.TryDequeue(out var record))
                yield return record;
        }
    }
}
