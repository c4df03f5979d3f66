using System.Globalization;

namespace Sluice.Cli.Output;

/// <summary>Quantities as people read them.</summary>
static class Units
{
    static readonly string[] s_bytes = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    static readonly string[] s_thousands = ["", "k", "M", "G", "T"];
    static readonly string[] s_seconds = ["s", "ms", "µs", "ns"];

    /// <summary>A count with its thousands separated.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count and what is counted.</summary>
    public static string Count(long value, string one) => $"{Count(value)} {one}{(value == 1 ? "" : "s")}";

    /// <summary>An amount of memory, in powers of 1024.</summary>
    public static string Bytes(double value) => Scale(value, 1024, s_bytes, " ");

    /// <summary>Packets a second.</summary>
    public static string PacketRate(double perSecond) => Scale(perSecond, 1000, s_thousands, " ") + "pps";

    /// <summary>Bits a second, from bytes a second.</summary>
    public static string BitRate(double bytesPerSecond) => Scale(bytesPerSecond * 8, 1000, s_thousands, " ") + "bit/s";

    /// <summary>A duration in the unit that leaves one to three digits before the point; minutes from 100 s up.</summary>
    public static string Duration(TimeSpan time)
    {
        if (time >= TimeSpan.FromSeconds(100))
            return time.ToString(time.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
        return Seconds(time.TotalSeconds);
    }

    /// <summary>Seconds in the unit that leaves one to three digits before the point.</summary>
    public static string Seconds(double seconds)
    {
        var unit = 0;
        while (seconds is > 0 and < 0.9995 && unit < s_seconds.Length - 1)
            (seconds, unit) = (seconds * 1000, unit + 1);
        return $"{Digits(seconds)} {s_seconds[unit]}";
    }

    static string Scale(double value, double step, string[] units, string space)
    {
        var unit = 0;
        while (value >= step && unit < units.Length - 1)
            (value, unit) = (value / step, unit + 1);
        return (unit == 0 && value == Math.Floor(value) ? value.ToString("F0", CultureInfo.InvariantCulture) : Digits(value)) + space + units[unit];
    }

    // Three digits that matter.
    static string Digits(double value) =>
        value.ToString(value >= 100 ? "F0" : value >= 10 ? "F1" : "F2", CultureInfo.InvariantCulture);
}
