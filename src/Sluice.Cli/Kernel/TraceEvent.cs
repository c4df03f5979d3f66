using Sluice.Kernel.Tracing;

namespace Sluice.Cli.Kernel;

/// <summary>Something that a program has reported.</summary>
/// <param name="Time">When it was read.</param>
/// <param name="Line">The line that it printed, or null.</param>
/// <param name="Source">The ring that a record comes from, or null.</param>
/// <param name="Record">The record.</param>
/// <param name="Cpu">The CPU of a sample; -1 where nothing is known of it.</param>
sealed record TraceEvent(DateTimeOffset Time, TraceLine? Line, TraceSource? Source, byte[] Record, int Cpu);
