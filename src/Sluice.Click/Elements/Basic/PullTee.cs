using Sluice.Click.Arguments;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Basic;

/// <summary><c>PullTee</c>: gives packets at output 0 by pull, and pushes a copy of each to every other output.</summary>
sealed class PullTee : Element
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
    public override PacketBatch Pull(int port, int limit)
    {
        var batch = Input(0).Pull(limit);
        for (var output = 1; output < OutputCount && !batch.IsEmpty; output++)
            PushOrKill(output, batch.Clone());
        return batch;
    }
}
