namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>What a name stands for.</summary>
enum SymbolKind : byte
{
    /// <summary>A label of the function at hand.</summary>
    Label,

    /// <summary>A program or a sub-program, of this object or another.</summary>
    Function,

    /// <summary>A map.</summary>
    Map,

    /// <summary>A global variable.</summary>
    Variable,

    /// <summary>A symbol of the kernel.</summary>
    Ksym,

    /// <summary>A configuration value of the kernel.</summary>
    Kconfig,
}
