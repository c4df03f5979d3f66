namespace Sluice.Click.Elements.Routing;

/// <summary>Elements that find a packet's way: routing tables and Ethernet switches.</summary>
static class RoutingElements
{
    const string Outputs = "1/-", OthersPorts = "#/[^#]";

    /// <summary>Their classes.</summary>
    public static readonly ElementClass[] Table =
    [
        new("EtherSwitch", "-/=", PortCodes.Push, OthersPorts, "EtherSwitch([TIMEOUT])",
            "switches Ethernet frames, learning which address is where", static () => new EtherSwitch(false)),
        new("ListenEtherSwitch", "-/=+", PortCodes.Push, OthersPorts, "ListenEtherSwitch([TIMEOUT])",
            "switches Ethernet frames; the last output gets a copy of each", static () => new EtherSwitch(true)),
        Routes("DirectIPLookup", false),
        Routes("LinearIPLookup", false),
        Routes("RadixIPLookup", false),
        Routes("RangeIPLookup", false),
        Routes("SortedIPLookup", false),
        Routes("StaticIPLookup", true),
    ];

    static ElementClass Routes(string name, bool isFixed) => new(
        name, Outputs, PortCodes.Push, PortCodes.Complete, $"{name}(ADDR/MASK [GATEWAY] OUTPUT, ...)",
        isFixed ? "routes IP packets by destination, by routes that never change" : "routes IP packets by destination; handlers change the routes",
        () => new IPRouteTable(isFixed));
}
