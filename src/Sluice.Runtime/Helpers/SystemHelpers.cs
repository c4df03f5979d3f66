using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Helpers;

/// <summary>Time, randomness and the CPU's number.</summary>
static class SystemHelpers
{
    // TAI runs ahead of UTC by the leap seconds, 37 since 2017 (IERS Bulletin C).
    const long TaiOffset = 37L * 1_000_000_000;

    // Ticks of 1/100 s: what jiffies are on most distributions' kernels (CONFIG_HZ) differs; 100 is USER_HZ.
    const long NanosecondsPerJiffy = 10_000_000;

    public static ulong Ktime(Cpu cpu, ulong r1, ulong r2, ulong r3, ulong r4, ulong r5) => (ulong)cpu.Runtime.Now;

    public static ulong KtimeTai(Cpu cpu, ulong r1, ulong r2, ulong r3, ulong r4, ulong r5) =>
        (ulong)(((cpu.Runtime.Options.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100) + TaiOffset);

    public static ulong Jiffies(Cpu cpu, ulong r1, ulong r2, ulong r3, ulong r4, ulong r5) =>
        (ulong)(cpu.Runtime.Now / NanosecondsPerJiffy);

    public static ulong Random(Cpu cpu, ulong r1, ulong r2, ulong r3, ulong r4, ulong r5) => cpu.NextRandom();

    public static ulong ProcessorId(Cpu cpu, ulong r1, ulong r2, ulong r3, ulong r4, ulong r5) => (ulong)cpu.Id;

    public static ulong NumaNode(Cpu cpu, ulong r1, ulong r2, ulong r3, ulong r4, ulong r5) => 0;
}
