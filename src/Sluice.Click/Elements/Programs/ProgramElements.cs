namespace Sluice.Click.Elements.Programs;

/// <summary>Elements whose logic is an eBPF program.</summary>
static class ProgramElements
{
    /// <summary>Their classes.</summary>
    public static readonly ElementClass[] Table =
    [
        new("BPFFilter", PortCodes.OneOrTwo, PortCodes.AgnosticWithPush, PortCodes.Complete, $"BPFFilter({ProgramElement.Synopsis})",
            "a program passes packets or drops them", static () => new BPFFilter()),
        new("BPFClassifier", "1/1-", PortCodes.Push, PortCodes.Complete, $"BPFClassifier({ProgramElement.Synopsis})",
            "a program says which output packets leave at", static () => new BPFClassifier()),
        new("BPFRewriter", PortCodes.OneOrTwo, PortCodes.AgnosticWithPush, PortCodes.Complete, $"BPFRewriter({ProgramElement.Synopsis})",
            "a program changes packets and their size", static () => new BPFRewriter()),
        new("Chain", "1/1-3", PortCodes.Push, PortCodes.Complete, "Chain(FILE script [, ID n, MAPS set, JIT bool, DUMP_JIT bool])",
            "a script of chains decides: passed, sent back, redirected", static () => new Chain()),
        new("Control", PortCodes.Sink, PortCodes.Push, PortCodes.Complete, "Control([ADDR address, PORT port, KEY file])",
            "takes control packets, which replace programs", static () => new Control()),
    ];
}
