namespace Sluice.Runtime.Execution;

/// <summary>What a program gets when it is entered.</summary>
/// <param name="R1">The context's address, or the buffer's.</param>
/// <param name="R2">The buffer's length in bytes for raw programs, else 0.</param>
public readonly record struct EntryArguments(ulong R1, ulong R2 = 0);
