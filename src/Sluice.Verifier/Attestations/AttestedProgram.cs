namespace Sluice.Verifier.Attestations;

/// <summary>What was proved of one program.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Section">Its section.</param>
/// <param name="Type">Its type, by bpftool's name.</param>
/// <param name="InstructionBound">A bound on the instructions that one run executes.</param>
/// <param name="StackBytes">Bytes of stack that it uses at most.</param>
/// <param name="Digest">What the proof rests on: <see cref="ProgramDigest"/>.</param>
public sealed record AttestedProgram(string Name, string Section, string Type, ulong InstructionBound, int StackBytes, string Digest);
