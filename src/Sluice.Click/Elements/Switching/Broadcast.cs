using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Switching;

/// <summary><c>Broadcast</c>, <c>Hub</c>: pushes copies of packets to all outputs but the one with the number of their input.</summary>
sealed class Broadcast : Element
{
    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch)
    {
        var last = OutputCount - 1 == port ? OutputCount - 2 : OutputCount - 1;
        for (var output = 0; output < last; output++)
        {
            if (output != port)
                PushOrKill(output, batch.Clone());
        }

        PushOrKill(last, batch);
    }
}
