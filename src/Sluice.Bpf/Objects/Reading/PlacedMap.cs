using Sluice.Bpf.Elf;

namespace Sluice.Bpf.Objects.Reading;

/// <summary>A map and where the file defines it.</summary>
/// <param name="Map">The map.</param>
/// <param name="Section">The section that defines it, or whose data it holds.</param>
/// <param name="Offset">Bytes into that section.</param>
/// <param name="Size">Bytes of the definition.</param>
/// <param name="ValuesOffset">Bytes from there to its initial slots; null if it can have none.</param>
sealed record PlacedMap(MapSpec Map, ElfSection Section, int Offset, int Size, int? ValuesOffset = null);
