namespace Sluice.Click.Elements.Basic;

/// <summary>Elements that have nothing to do with any protocol.</summary>
static class BasicElements
{
    /// <summary>Their classes.</summary>
    public static readonly ElementClass[] Table =
    [
        new("Discard", PortCodes.Sink, PortCodes.Agnostic, PortCodes.Complete, "Discard([ACTIVE, BURST])", "drops all packets", static () => new Discard()),
        new("Idle", "-/-", PortCodes.Agnostic, PortCodes.Broken, "Idle", "drops what is pushed to it, never gives a packet", static () => new Idle()),
    ];
}
