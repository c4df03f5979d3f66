namespace Sluice.Click.Elements.Measurement;

/// <summary>Elements that count and measure.</summary>
static class MeasurementElements
{
    /// <summary>Their classes.</summary>
    public static readonly ElementClass[] Table =
    [
        new("Counter", PortCodes.One, PortCodes.Agnostic, PortCodes.Complete, "Counter([COUNT_CALL, BYTE_COUNT_CALL])",
            "counts packets and bytes and measures their rate", static () => new Counter()),
        new("AverageCounter", PortCodes.One, PortCodes.Agnostic, PortCodes.Complete, "AverageCounter([IGNORE])",
            "counts packets and bytes and says their average rate", static () => new AverageCounter()),
        new("TimestampAccum", PortCodes.One, PortCodes.Agnostic, PortCodes.Complete, "TimestampAccum", "sums up the time since packets' timestamps",
            static () => new TimestampAccumulator()),
    ];
}
