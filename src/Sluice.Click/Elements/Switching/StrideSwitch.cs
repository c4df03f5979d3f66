using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Switching;

/// <summary><c>StrideSwitch</c>: pushes packets to its outputs in proportion to their tickets.</summary>
sealed class StrideSwitch : ChoosingElement
{
    Strides _strides = null!;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments) => _strides = Strides.Read(arguments, OutputCount) ?? _strides;

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) => Strides.AddHandlers(handlers, this, () => _strides, OutputCount);

    /// <inheritdoc/>
    protected override int Choose(Packet packet)
    {
        var output = _strides.First();
        if (output >= 0)
            _strides.Advance(output);
        return output;
    }
}
