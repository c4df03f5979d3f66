namespace Sluice.Click.Elements.Devices;

/// <summary>Elements that packets come from and go to outside of the router.</summary>
static class DeviceElements
{
    /// <summary>Their classes.</summary>
    public static readonly ElementClass[] Table =
    [
        new("FromDevice", PortCodes.Source, PortCodes.Push, PortCodes.Complete,
            "FromDevice(DEVNAME [, PROMISC, SNAPLEN, OUTBOUND, BURST, ACTIVE, SNIFFER true, METHOD])", "gives the packets that come in at a device", static () => new FromDevice()),
        new("ToDevice", PortCodes.Sink, PortCodes.Agnostic, PortCodes.Complete, "ToDevice(DEVNAME [, BURST, METHOD, QUIET])",
            "sends packets at a device", static () => new ToDevice()),
        new("FromHost", PortCodes.Source, PortCodes.Push, PortCodes.Complete, "FromHost(DEVNAME [, DST, TYPE ETHER|IP, ETHER, MTU, HEADROOM, BURST, CAPACITY])",
            "makes a device on the host, and gives what the host sends there", static () => new FromHost()),
        new("ToHost", PortCodes.Sink, PortCodes.Agnostic, PortCodes.Complete, "ToHost([DEVNAME])", "gives packets to the host, at the device of a FromHost", static () => new ToHost(forSniffers: false)),
        new("ToHostSniffers", PortCodes.Sink, PortCodes.Agnostic, PortCodes.Complete, "ToHostSniffers([DEVNAME])",
            "shows packets to sniffers on the host, at the device sniff0", static () => new ToHost(forSniffers: true)),
    ];
}
