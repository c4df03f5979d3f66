namespace Sluice.Kernel.SystemCalls;

/// <summary>BPF_ENABLE_STATS.</summary>
struct EnableStatisticsAttributes : IBpfAttributes
{
    public uint Type;

    public static string Member => "enable_stats";
}
