using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Switching;

/// <summary>An element that pushes each packet to one of its outputs; packets of a batch that go the same way stay a batch.</summary>
public abstract class ChoosingElement : Element
{
    /// <summary>The packet's output; one that is not there kills it.</summary>
    protected abstract int Choose(Packet packet);

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch)
    {
        Span<PacketBatch> parts = stackalloc PacketBatch[OutputCount];
        foreach (var packet in batch)
        {
            var output = Choose(packet);
            if ((uint)output < (uint)parts.Length)
                parts[output].Append(packet);
            else
                packet.Kill();
        }

        PushAll(parts);
    }
}
