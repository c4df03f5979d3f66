using System.Globalization;

namespace Sluice.Click.Elements.Protocols;

/// <summary>Round-trip times, as ping(8) sums them up; nanoseconds.</summary>
struct PingTimes
{
    double _sum;
    double _squares;

    /// <summary>Answers that came again.</summary>
    public long Duplicates { get; set; }

    public long Count { get; private set; }

    public double Least { get; private set; }

    public double Most { get; private set; }

    public readonly double Average => Count == 0 ? 0 : _sum / Count;

    public void Add(double time)
    {
        Least = Count == 0 ? time : Math.Min(Least, time);
        Most = Math.Max(Most, time);
        Count++;
        _sum += time;
        _squares += time * time;
    }

    public readonly string Summary(long sent)
    {
        const double millisecond = 1e6;
        var loss = sent == 0 ? 0 : 100.0 * (sent - Count) / sent;
        var duplicates = Duplicates > 0 ? $", +{Duplicates} duplicates" : "";
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{sent} packets transmitted, {Count} received{duplicates}, {loss:0.#}% packet loss\n");
        if (Count == 0)
            return text;
        var deviation = Math.Sqrt(Math.Max(0, _squares / Count - Average * Average));
        return text + string.Create(CultureInfo.InvariantCulture,
            $"rtt min/avg/max/mdev = {Least / millisecond:f3}/{Average / millisecond:f3}/{Most / millisecond:f3}/{deviation / millisecond:f3} ms\n");
    }
}
