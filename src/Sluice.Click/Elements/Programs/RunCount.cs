namespace Sluice.Click.Elements.Programs;

/// <summary>Counts what threads do that each hold a CPU of a runtime: each in a place of its own, without waiting for the others.</summary>
/// <param name="cpus">How many CPUs there are.</param>
sealed class RunCount(int cpus)
{
    // Numbers in one place: a line of the processor's cache.
    const int Stride = 8;

    readonly long[] _counts = new long[(cpus + 1) * Stride];

    // What the count began at.
    long _base;

    /// <summary>The count.</summary>
    public long Value => Sum() - Interlocked.Read(ref _base);

    /// <summary>Counts on; only whoever holds the CPU.</summary>
    public void Add(int cpu, int count)
    {
        ref var place = ref _counts[(cpu + 1) * Stride];
        Volatile.Write(ref place, place + count);
    }

    /// <summary>Says what the count is now.</summary>
    public void Set(long value) => Interlocked.Exchange(ref _base, Sum() - value);

    long Sum()
    {
        var sum = 0L;
        for (var place = Stride; place < _counts.Length; place += Stride)
            sum += Volatile.Read(ref _counts[place]);
        return sum;
    }
}
