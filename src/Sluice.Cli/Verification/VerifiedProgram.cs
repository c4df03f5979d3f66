using Sluice.Bpf.Linking;
using Sluice.Verifier;

namespace Sluice.Cli.Verification;

/// <summary>A program and what verifying it gave.</summary>
sealed record VerifiedProgram(LinkedProgram Program, ProgramReport Report);
