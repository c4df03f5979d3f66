namespace Sluice.Bpf.Btf;

/// <summary>An instruction whose immediate or offset depends on the types of the machine it runs on.</summary>
/// <param name="Instruction">Slot within the function.</param>
/// <param name="Type">The local type that the access starts from.</param>
/// <param name="Access">The path from there: "0:1:2", or an enumerator's index.</param>
/// <param name="Kind">What is asked.</param>
public sealed record CoreRelocation(int Instruction, BtfType Type, string Access, CoreRelocationKind Kind);
