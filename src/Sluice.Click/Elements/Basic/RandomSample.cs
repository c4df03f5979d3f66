using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Basic;

/// <summary><c>RandomSample</c>: lets each packet pass with a probability; the others go to output 1.</summary>
sealed class RandomSample : FilterElement
{
    double _probability;
    bool _active;
    long _drops;
    RouterRandom _random;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var given = arguments.Optional("P", ArgumentTypes.Probability, -1);
        var sample = arguments.Keyword("SAMPLE", ArgumentTypes.Probability, -1);
        var drop = arguments.Keyword("DROP", ArgumentTypes.Probability, -1);
        var active = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);
        if ((given >= 0 ? 1 : 0) + (sample >= 0 ? 1 : 0) + (drop >= 0 ? 1 : 0) != 1)
            arguments.Error("expected exactly one of P, SAMPLE and DROP");
        if (arguments.Complete())
            (_probability, _active) = (given >= 0 ? given : sample >= 0 ? sample : 1 - drop, active);
    }

    /// <inheritdoc/>
    public override void Initialize() => _random = Router.RandomOf(this);

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Value(this, "sampling_prob", ArgumentTypes.Probability, () => _probability, p => _probability = p, "probability to pass");
        handlers.Value(this, "drop_prob", ArgumentTypes.Probability, () => 1 - _probability, p => _probability = 1 - p, "probability not to pass");
        handlers.Value(this, "active", ArgumentTypes.Bool, () => _active, active => _active = active, "whether any packet is held back");
        handlers.Read("drops", () => _drops, "packets that did not pass");
        handlers.Button("clear", () => _drops = 0, "sets the count to zero");
    }

    /// <inheritdoc/>
    protected override bool Accepts(Packet packet)
    {
        if (!_active || _random.NextDouble() < _probability)
            return true;
        _drops++;
        return false;
    }
}
