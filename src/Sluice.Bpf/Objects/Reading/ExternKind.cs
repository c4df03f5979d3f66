namespace Sluice.Bpf.Objects.Reading;

/// <summary>Who gives an undefined symbol its value.</summary>
enum ExternKind
{
    /// <summary>The kernel's configuration (<c>.kconfig</c>).</summary>
    Configuration,

    /// <summary>The kernel's symbols (<c>.ksyms</c>).</summary>
    Symbol,
}
