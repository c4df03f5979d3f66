using System.Diagnostics;
using System.Runtime.InteropServices;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Platform;
using Sluice.Kernel;
using static Sluice.KernelBench.MarkdownTable;

namespace Sluice.KernelBench;

/// <summary>What can be done with a hash map in a second, one by one and in batches.</summary>
static class MapTable
{
    const int BatchSize = 4096;

    /// <summary>Measures and prints.</summary>
    /// <param name="rounds">How often.</param>
    /// <param name="entries">Entries of the map, all of which batches work on.</param>
    /// <param name="singles">How many of them single operations work on.</param>
    public static void Write(Rounds rounds, int entries, int singles)
    {
        using var engine = new KernelEngine();
        using var loaded = engine.Load(Assembler.AssembleObject($".license \"GPL\"\n.map numbers hash key=8 value=8 entries={entries}\n"));
        var map = loaded.Maps["numbers"];
        var keys = MemoryMarshal.AsBytes(Enumerable.Range(0, entries).Select(i => (ulong)i * 0x9e3779b97f4a7c15).ToArray().AsSpan()).ToArray();
        var read = 0;
        var figures = rounds.Medians(
            () => Rate(singles, () => Singly(singles, i => map.Update(Key(i), Key(i)))),
            () => Rate(singles, () => { var value = new byte[sizeof(long)]; Singly(singles, i => map.Lookup(Key(i), value)); }),
            () => Rate(singles, () => Singly(singles, i => map.Delete(Key(i)))),
            () => Rate(entries, () => InBatches(entries, (at, length) => map.UpdateBatch(keys.AsSpan(at, length), keys.AsSpan(at, length), out _))),
            () => Rate(entries, () => read = map.ReadAll().Count),
            () => Rate(entries, () => InBatches(entries, (at, length) => map.DeleteBatch(keys.AsSpan(at, length), out _))));
        if (read != entries)
            throw new InvalidOperationException($"found {read} entries of {entries}");
        var table = new MarkdownTable($"Operations on a hash map of {entries:N0} entries, millions a second", "operation", "one by one", "in batches", "ratio");
        table.Row("update", Figure(figures[0]), Figure(figures[3]), Figure(figures[3] / figures[0]));
        table.Row("look up; read all", Figure(figures[1]), Figure(figures[4]), Figure(figures[4] / figures[1]));
        table.Row("delete", Figure(figures[2]), Figure(figures[5]), Figure(figures[5] / figures[2]));
        Console.WriteLine($"\nReading all {entries:N0} entries takes {Figure(entries / figures[4] / 1e3)} ms.");

        ReadOnlySpan<byte> Key(int index) => keys.AsSpan(index * sizeof(long), sizeof(long));
    }

    static double Rate(int count, Action act)
    {
        var began = Stopwatch.GetTimestamp();
        act();
        return count / Stopwatch.GetElapsedTime(began).TotalMicroseconds;
    }

    static void Singly(int count, Func<int, Errno> act)
    {
        for (var i = 0; i < count; i++)
            Require(act(i));
    }

    static void InBatches(int count, Func<int, int, Errno> act)
    {
        for (var at = 0; at < count; at += BatchSize)
            Require(act(at * sizeof(long), Math.Min(BatchSize, count - at) * sizeof(long)));
    }

    static void Require(Errno error)
    {
        if (error != Errno.None)
            throw new InvalidOperationException($"the map answered {error}");
    }
}
