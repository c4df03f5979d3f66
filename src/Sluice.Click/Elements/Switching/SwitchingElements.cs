namespace Sluice.Click.Elements.Switching;

/// <summary>Elements that choose an output, or an input, for packets without looking at their protocols.</summary>
static class SwitchingElements
{
    /// <summary>Their classes.</summary>
    public static readonly ElementClass[] Table =
    [
        new("Switch", "1/-", PortCodes.Push, PortCodes.Complete, "Switch([OUTPUT])", "pushes packets to one output, which a handler changes",
            static () => new Switch()),
        new("PullSwitch", "-/1", PortCodes.Pull, PortCodes.Complete, "PullSwitch([INPUT])", "pulls from one input, which a handler changes",
            static () => new PullSwitch()),
        new("HashSwitch", "1/1-", PortCodes.Push, PortCodes.Complete, "HashSwitch(OFFSET, LENGTH)", "chooses the output by a hash of some bytes",
            static () => new HashSwitch()),
        new("RoundRobinSwitch", "1/1-", PortCodes.Push, PortCodes.Complete, "RoundRobinSwitch", "pushes packets to its outputs in turn",
            static () => new RoundRobinSwitch()),
        new("RandomSwitch", "1/1-", PortCodes.Push, PortCodes.Complete, "RandomSwitch", "pushes packets to outputs at random", static () => new RandomSwitch()),
        new("StrideSwitch", "1/1-", PortCodes.Push, PortCodes.Complete, "StrideSwitch(TICKETS0, ...)",
            "pushes packets to its outputs in proportion to their tickets", static () => new StrideSwitch()),
        new("PaintSwitch", "1/1-", PortCodes.Push, PortCodes.Complete, "PaintSwitch([ANNO])", "chooses the output by the paint annotation",
            static () => new PaintSwitch()),
        new("ProbSplitter", "1/2", PortCodes.Push, PortCodes.Complete, "ProbSplitter(P)", "pushes packets to output 1 with a probability",
            static () => new ProbSplitter()),
        new("Suppressor", "-/=", PortCodes.Agnostic, "#/#", "Suppressor", "lets packets pass, input to output, unless told not to",
            static () => new Suppressor()),
        new("Broadcast", "-/-", PortCodes.Push, "#/[^#]", "Broadcast", "pushes copies of packets to all outputs but that of their input's number",
            static () => new Broadcast()),
        new("Hub", "-/-", PortCodes.Push, "#/[^#]", "Hub", "pushes copies of packets to all outputs but that of their input's number",
            static () => new Broadcast()),
    ];
}
