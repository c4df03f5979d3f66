using System.Runtime.CompilerServices;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Programs;

/// <summary>A program that packets go through: those that it passes leave at output 0, the others at output 1 if there is one.</summary>
abstract class FilteringElement : ProgramElement
{
    /// <summary>What the results of the element's own programs mean.</summary>
    protected abstract VerdictTable Verdicts { get; }

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
        if (batch.Count <= MostAtOnce)
            return ProcessAtOnce(batch);
        PacketBatch passed = default;
        while (!batch.IsEmpty)
            passed.Append(ProcessAtOnce(batch.RemoveFirst(MostAtOnce)));
        return passed;
    }

    [SkipLocalsInit] // Programs fill in all results.
    PacketBatch ProcessAtOnce(PacketBatch batch)
    {
        Span<int> results = stackalloc int[batch.Count];
        var isXdp = Run(batch, results);
        var verdicts = isXdp ? VerdictTables.Xdp : Verdicts;
        return verdicts.AllPass(results) ? batch : Divide(batch, verdicts, results);
    }

    PacketBatch Divide(PacketBatch batch, VerdictTable verdicts, ReadOnlySpan<int> results)
    {
        PacketBatch passed = default, dropped = default;
        var aborts = 0;
        foreach (var result in results)
        {
            var packet = batch.RemoveFirst();
            var verdict = verdicts[result];
            if (verdict == Verdict.Pass)
            {
                passed.Append(packet);
                continue;
            }

            dropped.Append(packet);
            if (verdict == Verdict.Drop)
                continue;
            aborts++;
            NoteAbort(result);
        }

        CountDropped(dropped.Count - aborts, aborts);
        PushOrKill(1, dropped);
        return passed;
    }
}
