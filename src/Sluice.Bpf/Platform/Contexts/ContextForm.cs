namespace Sluice.Bpf.Platform;

/// <summary>What r1 holds when a program starts.</summary>
public enum ContextForm : byte
{
    /// <summary>The address of a struct that the platform lays out.</summary>
    Struct,

    /// <summary>The address of the arguments of what the program is attached to, 8 bytes each, typed by the kernel's BTF.</summary>
    TypedArguments,

    /// <summary>The address of plain memory; r2 holds its length.</summary>
    Memory,

    /// <summary>What the program's target gets: it replaces a function.</summary>
    Target,
}
