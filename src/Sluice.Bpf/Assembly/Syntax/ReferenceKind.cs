namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>Where the distance or address of a named place goes.</summary>
enum ReferenceKind : byte
{
    /// <summary>A label's distance, into the offset.</summary>
    Offset,

    /// <summary>A label's distance, into the immediate.</summary>
    Immediate,

    /// <summary>A symbol, as a relocation.</summary>
    Symbol,
}
