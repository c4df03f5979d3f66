namespace Sluice.Bpf.Elf;

/// <summary>How a relocation changes a place.</summary>
/// <remarks>Documentation/bpf/llvm_reloc.rst of the kernel.</remarks>
public enum ElfRelocationType : uint
{
    /// <summary>R_BPF_NONE.</summary>
    None = 0,

    /// <summary>R_BPF_64_64: the 64-bit immediate of an instruction.</summary>
    Immediate64 = 1,

    /// <summary>R_BPF_64_ABS64: 8 bytes of data.</summary>
    Absolute64 = 2,

    /// <summary>R_BPF_64_ABS32: 4 bytes of data.</summary>
    Absolute32 = 3,

    /// <summary>R_BPF_64_NODYLD32: 4 bytes of <c>.BTF</c> and <c>.BTF.ext</c>; a loader leaves them alone.</summary>
    NoLoad32 = 4,

    /// <summary>R_BPF_64_32: the immediate of a call, in instructions.</summary>
    Call = 10,
}
