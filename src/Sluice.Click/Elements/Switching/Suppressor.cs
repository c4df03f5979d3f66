using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Switching;

/// <summary><c>Suppressor</c>: lets packets pass from each input to the output of its number, unless a handler says not to: those pushed
/// are dropped then, and none is pulled.</summary>
sealed class Suppressor : Element
{
    bool[] _active = [];

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        if (!arguments.Complete())
            return;
        _active = new bool[InputCount];
        Array.Fill(_active, true);
    }

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch) => PushOrKill(_active[port] ? port : -1, batch);

    /// <inheritdoc/>
    public override PacketBatch Pull(int port, int limit) => _active[port] ? Input(port).Pull(limit) : default;

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not Suppressor other)
            return false;
        other._active.AsSpan(0, Math.Min(_active.Length, other._active.Length)).CopyTo(_active);
        return true;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        for (var i = 0; i < InputCount; i++)
        {
            var port = i;
            handlers.Value(this, $"active{port}", ArgumentTypes.Bool, () => _active[port], active => _active[port] = active,
                $"whether packets of port {port} pass");
        }

        handlers.Button("reset", () => Array.Fill(_active, true), "lets all packets pass");
        handlers.Button("allow_all", () => Array.Fill(_active, true), "lets all packets pass");
    }
}
