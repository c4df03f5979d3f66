using System.Diagnostics;
using Sluice.Bpf.Assembly;
using Sluice.Kernel;
using Sluice.Kernel.Maps.Rings;
using Sluice.Kernel.Programs;
using static Sluice.KernelBench.MarkdownTable;

namespace Sluice.KernelBench;

/// <summary>How many records a second come from programs into C#.</summary>
static class RingTable
{
    // Writes 256 records of 16 bytes a run, without waking the reader, which looks by itself (BPF_RB_NO_WAKEUP).
    const int RecordsInRun = 256;
    const string Text = """
        .license "GPL"
        .map ring ring_buffer entries=67108864
        .program write section="xdp"
        *(u64 *)(r10 - 16) = 1
        *(u64 *)(r10 - 8) = 2
        r6 = 0
        r7 = 0
        loop:
        r1 = map[ring]
        r2 = r10
        r2 += -16
        r3 = 16
        r4 = 1
        call bpf_ringbuf_output
        if r0 != 0 goto full
        r7 += 1
        full:
        r6 += 1
        if r6 < 256 goto loop
        r0 = r7
        exit
        """;

    /// <summary>Measures and prints.</summary>
    public static void Write(Rounds rounds, int records)
    {
        using var engine = new KernelEngine();
        using var loaded = engine.Load(Assembler.AssembleObject(Text));
        using var reader = new RingBufferReader(loaded.Maps["ring"]);
        var program = loaded.Programs["write"];
        long sum = 0, allocated = 0, seen = 0;
        Bpf.Engine.RecordHandler take = record => sum += record[0];
        var figures = rounds.Medians(
            () => ReadFilled(program, reader, take, records, ref allocated, ref seen),
            () => ReadMeanwhile(program, reader, take, records));
        var table = new MarkdownTable("Records of a ring buffer into C#, millions a second", "how", "rate");
        table.Row("one core that reads, the ring filled before", Figure(figures[0]));
        table.Row("one core that reads while another writes", Figure(figures[1]));
        Console.WriteLine($"\n{Figure((double)allocated / seen)} bytes allocated for a record.");
    }

    // Of the time, that of the reader.
    static double ReadFilled(KernelProgram program, RingBufferReader reader, Bpf.Engine.RecordHandler take, int records, ref long allocated, ref long seen)
    {
        var (read, time) = (0L, TimeSpan.Zero);
        while (read < records)
        {
            program.Repeat(new byte[64], (int)(reader.Capacity / (24 * RecordsInRun)));
            var before = GC.GetAllocatedBytesForCurrentThread();
            var began = Stopwatch.GetTimestamp();
            read += reader.Drain(take);
            time += Stopwatch.GetElapsedTime(began);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        seen += read;
        return read / time.TotalMicroseconds;
    }

    static double ReadMeanwhile(KernelProgram program, RingBufferReader reader, Bpf.Engine.RecordHandler take, int records)
    {
        var stop = false;
        var writer = new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
                program.Repeat(new byte[64], 100);
        });
        writer.Start();
        var (read, began) = (0L, Stopwatch.GetTimestamp());
        while (read < records)
            read += reader.Drain(take);
        var rate = read / Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        Volatile.Write(ref stop, true);
        writer.Join();
        reader.Drain(take);
        return rate;
    }
}
