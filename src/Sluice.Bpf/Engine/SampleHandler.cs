namespace Sluice.Bpf.Engine;

/// <summary>Is called with a sample where it lies in the ring of a CPU; the bytes are gone when it returns.</summary>
public delegate void SampleHandler(int cpu, ReadOnlySpan<byte> sample);
