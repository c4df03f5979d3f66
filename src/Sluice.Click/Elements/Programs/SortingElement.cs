using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Programs;

/// <summary>A program that says which output a packet leaves at.</summary>
abstract class SortingElement : ProgramElement
{
    // More outputs than this take their batches from the heap.
    const int MostOnStack = 64;

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch)
    {
        var outputs = OutputCount <= MostOnStack ? stackalloc PacketBatch[OutputCount] : new PacketBatch[OutputCount];
        scoped ClassifierBatch packets;
        using (var runner = Host.Runtime.OpenRunner())
        {
            var current = Current; // Not before the runner is open: it is what keeps it.
            packets = new ClassifierBatch(batch, outputs, current.IsXdp, this);
            runner.Run(current.Program, ref packets, new() { InterfaceIndex = batch.First.Device });
        }

        Count(batch.Count, packets.Dropped.Count, packets.Aborts);
        var dropped = packets.Dropped;
        dropped.Kill();
        PushAll(outputs);
    }
}
