namespace Sluice.Click.Elements.Information;

/// <summary>Elements that no packet passes: they tell the router something.</summary>
static class InformationElements
{
    /// <summary>Their classes.</summary>
    public static readonly ElementClass[] Table =
    [
        new("PortInfo", PortCodes.None, PortCodes.Agnostic, PortCodes.Complete, "PortInfo(NAME PORT[/PROTOCOL], ...)", "gives names to ports",
            static () => new PortInfo()),
        new("AnnotationInfo", PortCodes.None, PortCodes.Agnostic, PortCodes.Complete, "AnnotationInfo(NAME OFFSET [SIZE], ... [CHECK_OVERLAP NAME ...])",
            "gives names to annotations", static () => new AnnotationInfo()),
        new("ScheduleInfo", PortCodes.None, PortCodes.Agnostic, PortCodes.Complete, "ScheduleInfo(ELEMENT SHARE, ...)",
            "gives elements shares of their thread's time", static () => new ScheduleInfo()),
        new("StaticThreadSched", PortCodes.None, PortCodes.Agnostic, PortCodes.Complete, "StaticThreadSched(ELEMENT THREAD, ...)",
            "says which threads run elements", static () => new StaticThreadSched()),
    ];
}
