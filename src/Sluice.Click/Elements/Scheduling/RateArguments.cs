using Sluice.Click.Arguments;

namespace Sluice.Click.Elements.Scheduling;

/// <summary>The arguments of elements that limit a rate: packets a second, or bytes a second.</summary>
static class RateArguments
{
    // With room for one token only, what comes in while it is there is lost, and the rate is missed.
    const double DefaultBurst = 0.02, LeastBurst = 2;

    /// <summary>Packets a second.</summary>
    public static readonly ArgumentType<long> Packets = new("a rate in packets a second", static (text, scope, out value) =>
        ArgumentTypes.Range(0L, long.MaxValue).Parse(text, scope, out value));

    /// <summary>The kind of a rate.</summary>
    public static ArgumentType<long> Of(bool bytes) => bytes ? ArgumentTypes.Bandwidth : Packets;

    /// <summary>Reads RATE and how much of it may come at once: BURST_SIZE tokens, or those of BURST_DURATION; 20 ms unless said otherwise.</summary>
    public static (long Rate, double Capacity) Read(ArgumentReader arguments, bool bytes)
    {
        var rate = arguments.Mandatory("RATE", Of(bytes));
        var duration = arguments.Keyword("BURST_DURATION", ArgumentTypes.Time, -1);
        var size = arguments.Keyword("BURST_SIZE", ArgumentTypes.Count, -1);
        if (duration >= 0 && size >= 0)
            arguments.Error("found both BURST_DURATION and BURST_SIZE, expected one of them");
        return (rate, size >= 0 ? size : duration >= 0 ? duration / 1e9 * rate : Burst(rate));
    }

    /// <summary>Tokens that may come at once when the configuration does not say.</summary>
    public static double Burst(long rate) => Math.Max(LeastBurst, rate * DefaultBurst);
}
