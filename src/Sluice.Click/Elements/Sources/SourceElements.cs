namespace Sluice.Click.Elements.Sources;

/// <summary>Elements that packets come from, and those where they end up in files.</summary>
static class SourceElements
{
    /// <summary>Their classes.</summary>
    public static readonly ElementClass[] Table =
    [
        new("InfiniteSource", PortCodes.Source, PortCodes.Agnostic, PortCodes.Complete,
            "InfiniteSource([DATA, LIMIT, BURST, ACTIVE, LENGTH, TIMESTAMP, HEADROOM, STOP, END_CALL])",
            "makes packets as fast as it may", static () => new InfiniteSource()),
    ];
}
