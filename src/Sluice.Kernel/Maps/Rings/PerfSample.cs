namespace Sluice.Kernel.Maps.Rings;

/// <summary>A copy of a sample.</summary>
/// <param name="Cpu">The CPU that it was written on.</param>
/// <param name="Bytes">The sample; the kernel fills it up to a multiple of 8 bytes, less 4.</param>
public readonly record struct PerfSample(int Cpu, byte[] Bytes);
