namespace Sluice.Runtime.Printing;

/// <summary>Copies memory that a program points to.</summary>
/// <returns>How many bytes could be read from <paramref name="address"/> on, up to the target's length.</returns>
delegate int MemoryReader(ulong address, Span<byte> target);
