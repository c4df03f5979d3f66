namespace Sluice.Bpf.Elf;

/// <summary>Who sees a symbol.</summary>
/// <remarks>The ELF gABI, st_info.</remarks>
public enum ElfSymbolBinding : byte
{
    /// <summary>Its own file.</summary>
    Local = 0,

    /// <summary>Everybody.</summary>
    Global = 1,

    /// <summary>Everybody, and it may be missing.</summary>
    Weak = 2,
}
