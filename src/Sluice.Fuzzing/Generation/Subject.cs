using Sluice.Bpf.Objects;

namespace Sluice.Fuzzing.Generation;

/// <summary>A program to be tried.</summary>
/// <param name="Object">The object that holds it.</param>
/// <param name="Program">It.</param>
/// <param name="Origin">Where it comes from, in words.</param>
public sealed record Subject(BpfObject Object, ProgramSpec Program, string Origin);
