using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Switching;

/// <summary><c>ProbSplitter</c>: pushes each packet to output 1 with probability P, else to output 0.</summary>
sealed class ProbSplitter : ChoosingElement
{
    double _probability;
    RouterRandom _random;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var probability = arguments.Mandatory("P", ArgumentTypes.Probability);
        if (arguments.Complete())
            _probability = probability;
    }

    /// <inheritdoc/>
    public override void Initialize() => _random = Router.RandomOf(this);

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) =>
        handlers.Value(this, "probability", ArgumentTypes.Probability, () => _probability, p => _probability = p, "probability of output 1");

    /// <inheritdoc/>
    protected override int Choose(Packet packet) => _random.NextDouble() < _probability ? 1 : 0;
}
