namespace Sluice.Runtime.Execution;

/// <summary>A program's entry function, in whichever mode.</summary>
/// <returns>r0.</returns>
delegate ulong EntryPoint(Cpu cpu, ulong r1, ulong r2);
