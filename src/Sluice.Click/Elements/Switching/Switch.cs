using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Switching;

/// <summary><c>Switch</c>: pushes all packets to one output; a negative one drops them.</summary>
sealed class Switch : Element
{
    int _output;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var output = arguments.Optional("OUTPUT", ArgumentTypes.Int32);
        if (output >= OutputCount)
            arguments.Error($"OUTPUT: found {output}, but {OutputCount} outputs are connected");
        if (arguments.Complete())
            _output = output;
    }

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch) => PushOrKill(_output, batch);

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not Switch other || other._output >= OutputCount)
            return false;
        _output = other._output;
        return true;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) =>
        handlers.Value(this, "switch", ArgumentTypes.Range(int.MinValue, OutputCount - 1), () => _output, output => _output = output,
            "the output; negative drops packets");
}
