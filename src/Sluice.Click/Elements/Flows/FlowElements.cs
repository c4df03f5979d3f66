namespace Sluice.Click.Elements.Flows;

/// <summary>Elements that measure flows and addresses.</summary>
static class FlowElements
{
    /// <summary>Their classes.</summary>
    public static readonly ElementClass[] Table =
    [
        new("AggregateCounter", PortCodes.One, PortCodes.Agnostic, PortCodes.Complete, "AggregateCounter([BYTES])",
            "counts packets or bytes by their aggregate annotation", static () => new AggregateCounter()),
        new("AggregateIPFlows", PortCodes.OneOrTwo, PortCodes.AgnosticWithPush, PortCodes.Complete,
            "AggregateIPFlows([TCP_TIMEOUT, TCP_DONE_TIMEOUT, UDP_TIMEOUT, REAP, ICMP])",
            "numbers flows, and counts their packets and bytes", static () => new AggregateIPFlows()),
        new("IPRateMonitor", "1-2/1-2", PortCodes.Agnostic, "#/#", "IPRateMonitor(TYPE, RATIO, THRESH [, MEMORY, ANNO])",
            "measures rates by address, closer where they are high", static () => new IPRateMonitor()),
    ];
}
