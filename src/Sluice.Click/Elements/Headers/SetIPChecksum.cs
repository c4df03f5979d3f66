using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>SetIPChecksum</c>: computes the checksum of IP headers anew.</summary>
sealed class SetIPChecksum : SimpleElement
{
    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        if (IPPart.TryGet(packet, out var ip))
        {
            ip.SetChecksum();
            return packet;
        }

        packet.Kill();
        return default;
    }
}
