namespace Sluice.Click.Elements.Measurement;

/// <summary>Elements that count and measure.</summary>
static class MeasurementElements
{
    /// <summary>Their classes.</summary>
    public static readonly ElementClass[] Table =
    [
        new("Counter", PortCodes.One, PortCodes.Agnostic, PortCodes.Complete, "Counter([COUNT_CALL, BYTE_COUNT_CALL])",
            "counts packets and bytes and measures their rate", static () => new Counter()),
    ];
}
