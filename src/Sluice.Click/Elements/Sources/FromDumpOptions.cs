using Sluice.Click.Arguments;

namespace Sluice.Click.Elements.Sources;

/// <summary>Which packets of a capture FromDump hands on, and when. Times in nanoseconds; negative where they are not given.</summary>
sealed record FromDumpOptions
{
    /// <summary>At the pace they were captured at?</summary>
    public bool Timing { get; init; }

    /// <summary>Ask the router to stop at the end?</summary>
    public bool Stop { get; init; }

    /// <summary>Probability of each packet.</summary>
    public double Sample { get; init; } = 1;

    /// <summary>The handler to write to at the end, and the value.</summary>
    public string EndCall { get; init; } = "";

    /// <summary>How long from the first packet that is handed on.</summary>
    public long Interval { get; init; } = -1;

    /// <summary>Is the end counted from the first packet that is handed on?</summary>
    public bool IsInterval => Interval >= 0;

    long StartAt { get; init; } = -1;

    long StartAfter { get; init; } = -1;

    long EndAt { get; init; } = -1;

    long EndAfter { get; init; } = -1;

    /// <summary>Reads the keyword arguments.</summary>
    public static FromDumpOptions Read(ArgumentReader arguments)
    {
        var options = new FromDumpOptions
        {
            Timing = arguments.Optional("TIMING", ArgumentTypes.Bool),
            Stop = arguments.Keyword("STOP", ArgumentTypes.Bool),
            Sample = arguments.Keyword("SAMPLE", ArgumentTypes.Probability, 1),
            EndCall = arguments.Keyword("END_CALL", ArgumentTypes.String, ""),
            StartAt = arguments.Keyword("START", ArgumentTypes.Time, -1),
            StartAfter = arguments.Keyword("START_AFTER", ArgumentTypes.Time, -1),
            EndAt = arguments.Keyword("END", ArgumentTypes.Time, -1),
            EndAfter = arguments.Keyword("END_AFTER", ArgumentTypes.Time, -1),
            Interval = arguments.Keyword("INTERVAL", ArgumentTypes.Time, -1),
        };
        _ = arguments.Keyword("MMAP", ArgumentTypes.Bool); // How the file is read makes no difference here.
        if (options is { StartAt: >= 0, StartAfter: >= 0 })
            arguments.Error("found both START and START_AFTER, expected one of them");
        if (new[] { options.EndAt, options.EndAfter, options.Interval }.Count(static time => time >= 0) > 1)
            arguments.Error("found more than one of END, END_AFTER and INTERVAL, expected one of them");
        return options;
    }

    /// <summary>The time of the first packet wanted, in a capture whose first packet has a time.</summary>
    public long Start(long first) => StartAt >= 0 ? StartAt : StartAfter >= 0 ? first + StartAfter : long.MinValue;

    /// <summary>The time from which no packet is wanted.</summary>
    public long End(long first) => EndAt >= 0 ? EndAt : EndAfter >= 0 ? first + EndAfter : long.MaxValue;
}
