using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Helpers;

/// <summary>What a helper does in process: takes the five argument registers, returns r0.</summary>
/// <remarks>
/// Arguments that are addresses have been checked against the helper's prototype in the sandbox and are trusted otherwise.
/// A helper never throws for what a program passes: it returns a negated errno, as in the kernel.
/// </remarks>
public delegate ulong HelperFunction(Cpu cpu, ulong r1, ulong r2, ulong r3, ulong r4, ulong r5);
