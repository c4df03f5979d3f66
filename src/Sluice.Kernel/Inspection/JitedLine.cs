using Sluice.Bpf.Objects;

namespace Sluice.Kernel.Inspection;

/// <summary>Where a source line begins in machine code.</summary>
/// <param name="Offset">Bytes from the function's start.</param>
/// <param name="Line">The line; its slot is that of the translated program.</param>
public readonly record struct JitedLine(int Offset, SourceLine Line);
