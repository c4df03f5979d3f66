namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>A kind of operand: its code in patterns, how it is called in errors, how it is read and written.</summary>
/// <param name="Code">The letters after <c>%</c>.</param>
/// <param name="Expected">What to say when something else stands there.</param>
/// <param name="Read">Reads it at the reader's position into the reader's fields; false if it is not there.</param>
/// <param name="Write">Writes it.</param>
sealed record Operand(string Code, string Expected, Func<InstructionReader, bool> Read, Action<InstructionWriter> Write);
