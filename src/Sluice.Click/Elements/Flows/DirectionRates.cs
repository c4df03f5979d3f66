namespace Sluice.Click.Elements.Flows;

/// <summary>Rates to and from some addresses: moving averages over eighths of a second, each of which weighs a thirty-second part.</summary>
/// <remarks>IPRateMonitor's average in Click: stability shift 5, eight epochs a second.</remarks>
struct DirectionRates
{
    const long Epoch = 125_000_000;
    const double Weight = 1.0 / 32, EpochsPerSecond = 8;

    long _epoch;
    double _forward, _reverse;
    double _pendingForward, _pendingReverse;

    /// <summary>Forward rate a second.</summary>
    public readonly int Forward => (int)(_forward * EpochsPerSecond);

    /// <summary>Reverse rate a second.</summary>
    public readonly int Reverse => (int)(_reverse * EpochsPerSecond);

    /// <summary>Brings the averages up to a time, in nanoseconds.</summary>
    public void Advance(long now)
    {
        var epoch = now / Epoch;
        if (_epoch == 0)
            _epoch = epoch;
        if (epoch == _epoch)
            return;
        var decay = Math.Pow(1 - Weight, epoch - _epoch - 1);
        _forward = (_forward + (_pendingForward - _forward) * Weight) * decay;
        _reverse = (_reverse + (_pendingReverse - _reverse) * Weight) * decay;
        (_pendingForward, _pendingReverse, _epoch) = (0, 0, epoch);
    }

    /// <summary>Adds what came at a time.</summary>
    public void Add(long now, double amount, bool isForward)
    {
        Advance(now);
        if (isForward)
            _pendingForward += amount;
        else
            _pendingReverse += amount;
    }
}
