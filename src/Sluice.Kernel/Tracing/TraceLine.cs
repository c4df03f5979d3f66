namespace Sluice.Kernel.Tracing;

/// <summary>What a program printed.</summary>
/// <param name="Task">The task that ran meanwhile: the program's own in test runs, any where packets come in by interrupts.</param>
/// <param name="Thread">Its number.</param>
/// <param name="Cpu">The CPU.</param>
/// <param name="Time">When, by the kernel's trace clock: seconds since its start.</param>
/// <param name="Text">The text.</param>
public sealed record TraceLine(string Task, int Thread, int Cpu, double Time, string Text);
