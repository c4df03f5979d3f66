using Sluice.Click.Arguments;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>Align(MODULUS, OFFSET)</c>: takes its arguments and passes packets: nothing here needs packets to be aligned.</summary>
sealed class Align : BatchElement
{
    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var modulus = arguments.Mandatory("MODULUS", ArgumentTypes.Range(2, int.MaxValue));
        var offset = arguments.Mandatory("OFFSET", ArgumentTypes.Count);
        if (!arguments.Failed && offset >= modulus)
            arguments.Error($"OFFSET: found {offset}, expected less than the modulus {modulus}");
        _ = arguments.Complete();
    }

    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch) => batch;
}
