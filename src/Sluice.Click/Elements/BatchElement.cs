using Sluice.Click.Packets;

namespace Sluice.Click.Elements;

/// <summary>An element that does something to a whole batch from input 0 and hands it on at output 0, by push or pull: a
/// <see cref="SimpleElement"/> that has its loop in its own hands.</summary>
public abstract class BatchElement : Element
{
    /// <summary>Does it.</summary>
    /// <param name="batch">The packets, at least one, the element's now.</param>
    /// <returns>The packets to hand on, in their order; those left out were killed or went another way.</returns>
    protected abstract PacketBatch Process(PacketBatch batch);

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
}
