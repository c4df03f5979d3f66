namespace Sluice.Click.Elements.Measurement;

/// <summary>How much comes in a second, lately: an exponentially weighted moving average over milliseconds, each of which weighs a
/// sixteenth of what came before it.</summary>
/// <remarks>The average of Click's rate counters at user level. Not for several threads at once.</remarks>
struct RateAverage
{
    const long Epoch = 1_000_000;
    const double Weight = 1.0 / 16, EpochsPerSecond = 1000;

    double _average;
    long _epoch;
    long _pending;

    /// <summary>Adds what came at a time, in nanoseconds.</summary>
    public void Add(long now, long amount)
    {
        if (now / Epoch != _epoch)
            Advance(now / Epoch);
        _pending += amount;
    }

    /// <summary>The rate a second at a time.</summary>
    public double PerSecond(long now)
    {
        if (now / Epoch != _epoch)
            Advance(now / Epoch);
        return _average * EpochsPerSecond;
    }

    void Advance(long epoch)
    {
        if (_epoch != 0)
        {
            _average += (_pending - _average) * Weight;
            _average *= Math.Pow(1 - Weight, Math.Max(0, epoch - _epoch - 1));
        }

        (_pending, _epoch) = (0, epoch);
    }
}
