using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Programs;

/// <summary>A program that packets go through: those that it passes leave at output 0, the others at output 1 if there is one.</summary>
abstract class FilteringElement : ProgramElement
{
    /// <summary>What the results of the element's own programs mean.</summary>
    protected abstract ReadOnlySpan<Verdict> Verdicts { get; }

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch)
    {
        batch = Process(batch);
        if (!batch.IsEmpty)
            Output(0).Push(batch);
    }

    /// <inheritdoc/>
    public override PacketBatch Pull(int port, int limit)
    {
        var batch = Input(0).Pull(limit);
        return batch.IsEmpty ? batch : Process(batch);
    }

    PacketBatch Process(PacketBatch batch)
    {
        FilterBatch packets;
        using (var runner = Host.Runtime.OpenRunner())
        {
            var current = Current; // Not before the runner is open: it is what keeps it.
            packets = new FilterBatch(batch, current.IsXdp ? VerdictTables.Xdp : Verdicts, this);
            runner.Run(current.Program, ref packets, new() { InterfaceIndex = batch.First.Device });
        }

        Count(batch.Count, packets.Dropped.Count, packets.Aborts);
        PushOrKill(1, packets.Dropped);
        return packets.Passed;
    }
}
