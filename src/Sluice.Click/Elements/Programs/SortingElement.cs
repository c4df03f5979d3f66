using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Programs;

/// <summary>A program that says which output a packet leaves at.</summary>
abstract class SortingElement : ProgramElement
{
    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch)
    {
        while (!batch.IsEmpty)
            PushAtOnce(batch.RemoveFirst(MostAtOnce));
    }

    unsafe void PushAtOnce(PacketBatch batch)
    {
        var count = OutputCount;
        // One more than there are outputs: for what is dropped.
        var parts = count < MostAtOnce ? stackalloc PacketBatch[count + 1] : new PacketBatch[count + 1];
        fixed (PacketBatch* first = parts)
        {
            using var runner = OpenRunner(batch.Count);
            var current = Current; // Not before the runner is open: it is what keeps it.
            if (current.IsXdp)
            {
                var results = stackalloc int[batch.Count];
                var packets = new ResizingRun(batch, results, this);
                runner.Run(current.Program, ref packets, new() { InterfaceIndex = batch.First.Device });
                DivideXdp(batch, new(results, batch.Count), parts);
            }
            else
            {
                var packets = new SortingRun(batch, first, count, this);
                runner.Run(current.Program, ref packets);
                CountDropped(0, parts[count].Count);
            }
        }

        parts[count].Kill();
        PushAll(parts[..count]);
    }

    void DivideXdp(PacketBatch batch, ReadOnlySpan<int> results, Span<PacketBatch> parts)
    {
        var outputs = parts.Length - 1;
        ref var dropped = ref parts[outputs];
        var aborts = 0;
        foreach (var result in results)
        {
            var packet = batch.RemoveFirst();
            var verdict = VerdictTables.XdpOutputs[result];
            if (verdict >= Verdict.Pass && verdict - Verdict.Pass < outputs)
            {
                parts[verdict - Verdict.Pass].Append(packet);
                continue;
            }

            dropped.Append(packet);
            if (verdict == Verdict.Drop)
                continue;
            aborts++;
            NoteAbort(result);
        }

        CountDropped(dropped.Count - aborts, aborts);
    }
}
