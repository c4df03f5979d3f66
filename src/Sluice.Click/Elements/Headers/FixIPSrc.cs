using Sluice.Click.Arguments;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>FixIPSrc(ADDR)</c>: gives packets with the Fix IP Source annotation their source address, that of the interface they leave
/// by.</summary>
sealed unsafe class FixIPSrc : BatchElement
{
    uint _address;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var address = arguments.Mandatory("IPADDR", ArgumentTypes.IPv4Address);
        if (arguments.Complete())
            _address = IPv4View.ToWord(address);
    }

    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch)
    {
        foreach (var packet in batch)
        {
            var wanted = packet.Annotations + Annotations.FixIPSource.Offset;
            if (*wanted == 0 || !IPPart.TryGet(packet, out var ip))
                continue;
            *wanted = 0;
            ip.SourceWord = _address;
            ip.SetChecksum();
        }

        return batch;
    }
}
