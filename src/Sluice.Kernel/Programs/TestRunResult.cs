namespace Sluice.Kernel.Programs;

/// <summary>What repeated test runs gave.</summary>
/// <param name="ReturnValue">What the last run returned.</param>
/// <param name="Nanoseconds">The mean time of a run, as the kernel measured it: whole nanoseconds.</param>
public readonly record struct TestRunResult(uint ReturnValue, long Nanoseconds);
