namespace Sluice.Bpf.Elf;

/// <summary>What a symbol names.</summary>
/// <remarks>The ELF gABI, st_info.</remarks>
public enum ElfSymbolType : byte
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>A variable or a map.</summary>
    Object = 1,

    /// <summary>A function.</summary>
    Function = 2,

    /// <summary>A section.</summary>
    Section = 3,

    /// <summary>The source file.</summary>
    File = 4,
}
