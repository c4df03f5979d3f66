namespace Sluice.Kernel.SystemCalls;

/// <summary>The head of struct perf_event_attr, as far as we set it; what follows is zero.</summary>
/// <remarks>include/uapi/linux/perf_event.h. <c>Bits</c> are its bit fields.</remarks>
struct PerfEventAttributes
{
    public uint Type;
    public uint Size;
    public ulong Config;
    public ulong SamplePeriod;
    public ulong SampleType;
    public ulong ReadFormat;
    public ulong Bits;
    public uint WakeupEvents;
    public uint BpType;
    public ulong Config1;
}
