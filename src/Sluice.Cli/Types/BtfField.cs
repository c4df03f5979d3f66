namespace Sluice.Cli.Types;

/// <summary>A fact about a type, or about a part of one.</summary>
/// <param name="Name">Its name, as bpftool has it.</param>
/// <param name="Value">A number (<see cref="long"/>, or <see cref="ulong"/> where it needs all bits) or a word.</param>
readonly record struct BtfField(string Name, object Value);
