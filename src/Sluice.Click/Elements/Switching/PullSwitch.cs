using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Switching;

/// <summary><c>PullSwitch</c>: pulls from one input; a negative one gives no packets.</summary>
sealed class PullSwitch : Element
{
    int _input;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var input = arguments.Optional("INPUT", ArgumentTypes.Int32);
        if (input >= InputCount)
            arguments.Error($"INPUT: found {input}, but {InputCount} inputs are connected");
        if (arguments.Complete())
            _input = input;
    }

    /// <inheritdoc/>
    public override PacketBatch Pull(int port, int limit) => _input < 0 ? default : Input(_input).Pull(limit);

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not PullSwitch other || other._input >= InputCount)
            return false;
        _input = other._input;
        return true;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) =>
        handlers.Value(this, "switch", ArgumentTypes.Range(int.MinValue, InputCount - 1), () => _input, input => _input = input,
            "the input; negative gives no packets");
}
