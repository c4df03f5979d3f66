using Sluice.Click.Packets;

namespace Sluice.Click.Elements;

/// <summary>An element that does the same to each packet from input 0 and hands it on at output 0, by push or pull.</summary>
public abstract class SimpleElement : Element
{
    /// <summary>Does it.</summary>
    /// <param name="packet">The packet, the element's now.</param>
    /// <returns>The packet to hand on; none where it was killed, or went another way (<see cref="Element.PushOrKill(int, Packet)"/>).</returns>
    protected abstract Packet Process(Packet packet);

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch)
    {
        batch = ProcessAll(batch);
        if (!batch.IsEmpty)
            Output(0).Push(batch);
    }

    /// <inheritdoc/>
    public override PacketBatch Pull(int port, int limit) => ProcessAll(Input(0).Pull(limit));

    PacketBatch ProcessAll(PacketBatch batch)
    {
        var done = default(PacketBatch);
        foreach (var packet in batch)
        {
            var result = Process(packet);
            if (!result.IsNone)
                done.Append(result);
        }

        return done;
    }
}
