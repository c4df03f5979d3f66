using Sluice.Click.Arguments;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>Strip(LENGTH)</c>: removes bytes at the start. A shorter packet is dropped.</summary>
sealed class Strip : BatchElement
{
    int _length;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var length = arguments.Mandatory("LENGTH", ArgumentTypes.Count);
        if (arguments.Complete())
            _length = length;
    }

    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch)
    {
        var done = default(PacketBatch);
        foreach (var packet in batch)
        {
            if (packet.Length < _length)
            {
                packet.Kill();
                continue;
            }

            packet.Pull(_length);
            done.Append(packet);
        }

        return done;
    }
}
