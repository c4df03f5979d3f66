namespace Sluice.Bpf.Assembly;

/// <summary>A piece of disassembled text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text; the pieces of a line joined are the line.</param>
public readonly record struct AssemblyToken(AssemblyTokenKind Kind, string Text);
