using System.Collections.Immutable;

namespace Sluice.Kernel.Inspection;

/// <summary>The machine code of one function of a program.</summary>
/// <param name="Name">The function's name; empty if the kernel does not know it.</param>
/// <param name="Address">Where it lies; 0 where the kernel hides addresses (kernel.kptr_restrict).</param>
/// <param name="Code">The code.</param>
/// <param name="Lines">Where source lines begin in it, by byte; rising.</param>
public sealed record JitedFunction(string Name, ulong Address, ImmutableArray<byte> Code, ImmutableArray<JitedLine> Lines);
