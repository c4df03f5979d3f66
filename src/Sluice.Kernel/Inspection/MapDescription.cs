using Sluice.Bpf.Objects;

namespace Sluice.Kernel.Inspection;

/// <summary>What the kernel tells about a map.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Spec">Its name, type, sizes and options.</param>
/// <param name="BtfId">The number of its types; 0 if it has none.</param>
/// <param name="MemoryBytes">Bytes of the kernel's memory that it takes.</param>
public sealed record MapDescription(int Id, MapSpec Spec, int BtfId, long MemoryBytes);
