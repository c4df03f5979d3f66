using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Switching;

/// <summary><c>RoundRobinSwitch</c>: pushes each packet to the output after that of the packet before it.</summary>
sealed class RoundRobinSwitch : ChoosingElement
{
    int _next;

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not RoundRobinSwitch other)
            return false;
        _next = other._next % OutputCount;
        return true;
    }

    /// <inheritdoc/>
    protected override int Choose(Packet packet)
    {
        var output = _next;
        _next = output + 1 == OutputCount ? 0 : output + 1;
        return output;
    }
}
