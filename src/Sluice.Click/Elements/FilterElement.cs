using Sluice.Click.Packets;

namespace Sluice.Click.Elements;

/// <summary>An element that lets some packets pass to output 0 and pushes the others to output 1, or kills them where there is none.</summary>
public abstract class FilterElement : BatchElement
{
    /// <summary>May the packet pass?</summary>
    protected abstract bool Accepts(Packet packet);

    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch)
    {
        var passed = default(PacketBatch);
        var refused = default(PacketBatch);
        foreach (var packet in batch)
        {
            if (Accepts(packet))
                passed.Append(packet);
            else
                refused.Append(packet);
        }

        PushOrKill(1, refused);
        return passed;
    }
}
