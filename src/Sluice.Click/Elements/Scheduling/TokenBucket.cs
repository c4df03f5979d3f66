namespace Sluice.Click.Elements.Scheduling;

/// <summary>So many tokens a second, at most so many at once.</summary>
struct TokenBucket
{
    const double Second = 1e9;

    double _tokens;
    long _updated;

    /// <summary>A full bucket.</summary>
    /// <param name="rate">Tokens a second.</param>
    /// <param name="capacity">Most tokens at once, at least 1.</param>
    public TokenBucket(double rate, double capacity) => (Rate, Capacity, _tokens) = (rate, Math.Max(1, capacity), Math.Max(1, capacity));

    /// <summary>Tokens a second.</summary>
    public double Rate { get; private set; }

    /// <summary>Most tokens at once.</summary>
    public double Capacity { get; private set; }

    /// <summary>Another rate and capacity; the tokens that are there stay.</summary>
    public void Change(double rate, double capacity)
    {
        (Rate, Capacity) = (rate, Math.Max(1, capacity));
        _tokens = Math.Min(_tokens, Capacity);
    }

    /// <summary>Tokens there are at a time, in nanoseconds.</summary>
    public double Fill(long now)
    {
        if (_updated != 0 && now > _updated)
            _tokens = Math.Min(Capacity, _tokens + (now - _updated) * Rate / Second);
        _updated = Math.Max(_updated, now);
        return _tokens;
    }

    /// <summary>Takes tokens; more than there are is a debt.</summary>
    public void Take(double tokens) => _tokens -= tokens;

    /// <summary>How long from the last <see cref="Fill"/> until there are so many tokens, in nanoseconds, at least 1; for ever
    /// (<see cref="long.MaxValue"/>) at a rate of 0.</summary>
    public readonly long TimeUntil(double tokens) =>
        Rate <= 0 ? long.MaxValue : Math.Max(1, (long)Math.Min(1e18, Math.Ceiling((tokens - _tokens) * Second / Rate)));
}
