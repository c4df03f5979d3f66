using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>DropBroadcasts</c>: drops packets that came as link-level broadcast or multicast.</summary>
sealed class DropBroadcasts : BatchElement
{
    long _drops;

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => handlers.Read("drops", () => _drops, "packets dropped");

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not DropBroadcasts same)
            return false;
        _drops = same._drops;
        return true;
    }

    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch)
    {
        var done = default(PacketBatch);
        foreach (var packet in batch)
        {
            if (packet.PacketType is PacketType.Broadcast or PacketType.Multicast)
            {
                _drops++;
                packet.Kill();
            }
            else
            {
                done.Append(packet);
            }
        }

        return done;
    }
}
