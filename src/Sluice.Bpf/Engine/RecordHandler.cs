namespace Sluice.Bpf.Engine;

/// <summary>Is called with a record where it lies in the ring; the bytes are gone when it returns.</summary>
public delegate void RecordHandler(ReadOnlySpan<byte> record);
