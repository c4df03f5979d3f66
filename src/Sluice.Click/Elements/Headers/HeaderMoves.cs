using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary>Moves the start of packets.</summary>
static class HeaderMoves
{
    /// <summary>Makes a packet begin <paramref name="offset"/> bytes further on, or before when negative; one that is not so long is killed.
    /// </summary>
    public static Packet StartAt(Packet packet, int offset)
    {
        if (offset > packet.Length || -offset > packet.Headroom)
        {
            packet.Kill();
            return default;
        }

        if (offset < 0)
            return packet.Push(-offset);
        packet.Pull(offset);
        return packet;
    }
}
