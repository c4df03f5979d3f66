using System.Collections.Immutable;
using Sluice.Bpf.Linking;

namespace Sluice.Kernel.Inspection;

/// <summary>What the kernel runs, and the source lines that it comes from.</summary>
/// <param name="Translated">The instructions after the verifier's changes, with functions, lines and maps by name.</param>
/// <param name="Jited">The machine code, function by function; empty if the program is interpreted.</param>
/// <param name="Calls">The kernel's functions that are called, by slot: the verifier puts others in the place of some helpers.</param>
public sealed record ProgramCode(LinkedProgram Translated, ImmutableArray<JitedFunction> Jited, IReadOnlyDictionary<int, string> Calls);
