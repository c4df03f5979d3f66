namespace Sluice.Runtime.Execution;

/// <summary>What a function gets in r1 to r5.</summary>
readonly record struct CallArguments(ulong R1, ulong R2 = 0, ulong R3 = 0, ulong R4 = 0, ulong R5 = 0);
