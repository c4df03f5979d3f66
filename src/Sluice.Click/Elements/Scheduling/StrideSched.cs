using Sluice.Click.Arguments;
using Sluice.Click.Elements.Switching;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Scheduling;

/// <summary><c>StrideSched</c>: pulls from its inputs in proportion to their tickets; the share of one that has no packets goes to the
/// others.</summary>
sealed class StrideSched : Element
{
    Strides _strides = null!;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) => _strides = Strides.Read(arguments, InputCount) ?? _strides;

    /// <inheritdoc/>
    public override PacketBatch Pull(int port, int limit)
    {
        var batch = default(PacketBatch);
        while (batch.Count < limit)
        {
            var one = PullOne();
            if (one.IsEmpty)
                break;
            batch.Append(one);
        }

        return batch;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => Strides.AddHandlers(handlers, this, () => _strides, InputCount);

    PacketBatch PullOne()
    {
        var dry = 0UL;
        for (var tries = 0; tries < InputCount; tries++)
        {
            var input = _strides.First(dry);
            if (input < 0)
                break;
            _strides.Advance(input);
            var one = Input(input).Pull(1);
            if (!one.IsEmpty)
                return one;
            dry |= input < 64 ? 1UL << input : 0;
        }

        return default;
    }
}
