using System.Globalization;

namespace Sluice.Kernel.Inspection;

/// <summary>Turns the kernel's times, counted from its start, into dates.</summary>
static class BootTime
{
    const string Path = "/proc/stat", Field = "btime ";
    const long NanosecondsPerTick = 100;

    static readonly Lazy<DateTimeOffset> s_boot = new(Read);

    /// <summary>The date of a time in nanoseconds since the start.</summary>
    public static DateTimeOffset At(ulong nanoseconds) => s_boot.Value.AddTicks((long)nanoseconds / NanosecondsPerTick);

    static DateTimeOffset Read()
    {
        foreach (var line in File.ReadLines(Path))
        {
            if (line.StartsWith(Field, StringComparison.Ordinal))
                return DateTimeOffset.FromUnixTimeSeconds(long.Parse(line.AsSpan(Field.Length), NumberStyles.None, CultureInfo.InvariantCulture));
        }

        return DateTimeOffset.UnixEpoch;
    }
}
