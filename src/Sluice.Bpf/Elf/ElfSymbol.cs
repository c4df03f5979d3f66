namespace Sluice.Bpf.Elf;

/// <summary>A symbol of an object file.</summary>
/// <remarks>The ELF gABI, Elf64_Sym.</remarks>
/// <param name="Index">Its place in the symbol table.</param>
/// <param name="Name">Its name; a section symbol bears its section's.</param>
/// <param name="Type">What it names.</param>
/// <param name="Binding">Who sees it.</param>
/// <param name="Section">The section it stands in, 0 if it is undefined, or one of the special numbers below.</param>
/// <param name="Value">Bytes into that section.</param>
/// <param name="Size">Bytes, or 0 if the file does not say.</param>
public readonly record struct ElfSymbol(
    int Index, string Name, ElfSymbolType Type, ElfSymbolBinding Binding, int Section, ulong Value, ulong Size)
{
    /// <summary>The first number that is no section's (SHN_LORESERVE).</summary>
    public const int FirstSpecialSection = 0xff00;

    /// <summary>The number that says: allocate it wherever you like (SHN_COMMON).</summary>
    public const int CommonSection = 0xfff2;

    /// <summary>The visibilities in st_other that keep a symbol within the file (STV_INTERNAL, STV_HIDDEN).</summary>
    internal const byte InternalVisibility = 1, HiddenVisibility = 2;

    /// <summary>Do only the objects see it that are linked into one file (STV_HIDDEN, STV_INTERNAL)?</summary>
    public bool IsHidden { get; init; }

    /// <summary>Is it defined elsewhere?</summary>
    public bool IsUndefined => Section == 0;

    /// <summary>May it stay undefined?</summary>
    public bool IsWeak => Binding == ElfSymbolBinding.Weak;
}
