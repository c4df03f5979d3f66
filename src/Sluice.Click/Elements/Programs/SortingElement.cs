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

    void PushAtOnce(PacketBatch batch)
    {
        var outputs = OutputCount <= MostAtOnce ? stackalloc PacketBatch[OutputCount] : new PacketBatch[OutputCount];
        Span<int> results = stackalloc int[batch.Count];
        var isXdp = Run(batch, results);
        Count(batch.Count);
        var dropped = isXdp ? DivideXdp(batch, results, outputs) : Divide(batch, results, outputs);
        dropped.Kill();
        PushAll(outputs);
    }

    PacketBatch Divide(PacketBatch batch, ReadOnlySpan<int> results, Span<PacketBatch> outputs)
    {
        PacketBatch dropped = default;
        var packet = batch.First;
        foreach (var result in results)
        {
            var next = packet.Next;
            if ((uint)result < (uint)outputs.Length)
            {
                outputs[result].Append(packet);
            }
            else
            {
                dropped.Append(packet);
                NoteAbort(result);
            }

            packet = next;
        }

        CountDropped(0, dropped.Count);
        return dropped;
    }

    PacketBatch DivideXdp(PacketBatch batch, ReadOnlySpan<int> results, Span<PacketBatch> outputs)
    {
        PacketBatch dropped = default;
        var aborts = 0;
        foreach (var result in results)
        {
            var packet = batch.RemoveFirst();
            var verdict = VerdictTables.XdpOutputs[result];
            if (verdict >= Verdict.Pass && verdict - Verdict.Pass < outputs.Length)
            {
                outputs[verdict - Verdict.Pass].Append(packet);
                continue;
            }

            dropped.Append(packet);
            if (verdict == Verdict.Drop)
                continue;
            aborts++;
            NoteAbort(result);
        }

        CountDropped(dropped.Count - aborts, aborts);
        return dropped;
    }
}
