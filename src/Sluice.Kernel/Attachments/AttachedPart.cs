using System.Collections.Immutable;
using Sluice.Bpf.Objects;

namespace Sluice.Kernel.Attachments;

/// <summary>One of the programs that make up what is attached.</summary>
/// <param name="Program">Its name.</param>
/// <param name="Run">When it runs, and when the next one does.</param>
/// <param name="Image">Its object, as an ELF file, with variables as they were set; empty where programs are not put together.</param>
/// <param name="ObjectName">The object's name.</param>
/// <param name="Maps">The ids of its maps, by the object's names for them.</param>
sealed record AttachedPart(
    string Program, RunConfiguration Run, ImmutableArray<byte> Image, string ObjectName, ImmutableDictionary<string, int> Maps)
{
    /// <summary>The object.</summary>
    public BpfObject Object => BpfObject.Read(Image.AsMemory(), ObjectName);
}
