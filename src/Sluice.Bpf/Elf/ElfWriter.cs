using Sluice.Bpf.Objects;
using Sluice.Bpf.Objects.Writing;

namespace Sluice.Bpf.Elf;

/// <summary>Writes objects as relocatable files that libbpf, bpftool and <see cref="BpfObject.Read"/> load.</summary>
public static class ElfWriter
{
    /// <summary>The file that holds <paramref name="object"/>.</summary>
    /// <remarks>
    /// Maps are written as BTF definitions, whatever they were read from. Values of the kernel's configuration are not
    /// written: the loader supplies them. A <c>.bss</c> whose variables have been set is written with its bytes, which
    /// libbpf does not read; set variables of <c>.data</c> instead where that matters.
    /// </remarks>
    /// <exception cref="ArgumentException">A relocation names something that the object does not have.</exception>
    public static byte[] Write(BpfObject @object) => new ObjectWriter(@object).Write();
}
