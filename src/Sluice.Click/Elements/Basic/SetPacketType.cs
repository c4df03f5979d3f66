using Sluice.Click.Arguments;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Basic;

/// <summary><c>SetPacketType</c>: says whom packets were addressed to on their link.</summary>
sealed class SetPacketType : BatchElement
{
    static readonly ArgumentType<PacketType> s_types = ArgumentTypes.Choice(new Dictionary<string, PacketType>
    {
        ["HOST"] = PacketType.Host,
        ["BROADCAST"] = PacketType.Broadcast,
        ["MULTICAST"] = PacketType.Multicast,
        ["OTHERHOST"] = PacketType.OtherHost,
        ["OUTGOING"] = PacketType.Outgoing,
    });

    PacketType _type;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var type = arguments.Mandatory("TYPE", s_types);
        if (arguments.Complete())
            _type = type;
    }

    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch)
    {
        foreach (var packet in batch)
            packet.PacketType = _type;
        return batch;
    }
}
