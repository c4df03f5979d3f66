using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Basic;

/// <summary><c>RandomBitErrors</c>: changes each bit with a probability: flips it, sets it, or clears it.</summary>
sealed unsafe class RandomBitErrors : BatchElement
{
    static readonly ArgumentType<string> s_kinds = ArgumentTypes.Choice(new[] { "flip", "set", "clear" }.ToDictionary(static kind => kind));

    double _probability;
    string _kind = "flip";
    RouterRandom _random;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var probability = arguments.Mandatory("P", ArgumentTypes.Probability);
        var kind = arguments.Optional("KIND", s_kinds, "flip");
        if (arguments.Complete())
            (_probability, _kind) = (probability, kind);
    }

    /// <inheritdoc/>
    public override void Initialize() => _random = Router.RandomOf(this);

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Value(this, "p_bit_error", ArgumentTypes.Probability, () => _probability, p => _probability = p, "probability of each bit");
        handlers.Value(this, "error_kind", s_kinds, () => _kind, kind => _kind = kind, "what happens to it");
    }

    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch)
    {
        if (_probability <= 0)
            return batch;
        foreach (var packet in batch)
        {
            // Instead of asking for each bit: how many bits to the next error (a geometric distribution).
            for (var bit = Gap(); bit < packet.Length * 8L; bit += 1 + Gap())
            {
                var mask = (byte)(1 << (int)(bit & 7));
                ref var target = ref packet.Data[bit >> 3];
                target = _kind switch { "set" => (byte)(target | mask), "clear" => (byte)(target & ~mask), _ => (byte)(target ^ mask) };
            }
        }

        return batch;
    }

    long Gap() => _probability >= 1 ? 0 : (long)Math.Min(int.MaxValue, Math.Log(1 - _random.NextDouble()) / Math.Log(1 - _probability));
}
