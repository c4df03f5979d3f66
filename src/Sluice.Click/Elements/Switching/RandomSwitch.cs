using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Switching;

/// <summary><c>RandomSwitch</c>: pushes each packet to an output at random, all with the same probability.</summary>
sealed class RandomSwitch : ChoosingElement
{
    RouterRandom _random;

    /// <inheritdoc/>
    public override void Initialize() => _random = Router.RandomOf(this);

    /// <inheritdoc/>
    protected override int Choose(Packet packet) => _random.Next(OutputCount);
}
