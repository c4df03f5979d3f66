using Sluice.Click.Arguments;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Basic;

/// <summary><c>Tee</c>: pushes each packet to output 0 and a copy of it to every other output.</summary>
sealed class Tee : Element
{
    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var outputs = arguments.Optional("N", ArgumentTypes.Range(1, int.MaxValue), OutputCount);
        if (outputs != OutputCount)
            arguments.Error($"N: found {outputs}, but {OutputCount} outputs are connected");
        _ = arguments.Complete();
    }

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch)
    {
        for (var output = 1; output < OutputCount; output++)
            PushOrKill(output, batch.Clone());
        Output(0).Push(batch);
    }
}
