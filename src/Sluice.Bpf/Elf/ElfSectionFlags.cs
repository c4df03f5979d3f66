namespace Sluice.Bpf.Elf;

/// <summary>What a section is for.</summary>
/// <remarks>The ELF gABI, sh_flags; include/uapi/linux/elf.h.</remarks>
[Flags]
public enum ElfSectionFlags : ulong
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>It can be written to.</summary>
    Write = 0x1,

    /// <summary>It is part of the running program.</summary>
    Allocate = 0x2,

    /// <summary>It holds instructions.</summary>
    Executable = 0x4,

    /// <summary>Equal contents may be merged.</summary>
    Merge = 0x10,

    /// <summary>It holds strings that end in zero.</summary>
    Strings = 0x20,

    /// <summary><see cref="ElfSection.Info"/> is the number of a section.</summary>
    InfoLink = 0x40,

    /// <summary>Its bytes are compressed.</summary>
    Compressed = 0x800,
}
