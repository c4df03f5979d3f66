using System.Collections.Immutable;
using Sluice.Chains.Code;
using Sluice.Chains.Language.Syntax;

namespace Sluice.Chains.Semantics;

/// <summary>What became of a script.</summary>
/// <param name="Script">Its structure.</param>
/// <param name="Unit">Its chains and all they need; null if there are errors.</param>
/// <param name="Diagnostics">What is wrong with it, in the order of the text.</param>
public sealed record CompiledScript(Script Script, ChainUnit? Unit, ImmutableArray<Diagnostic> Diagnostics);
