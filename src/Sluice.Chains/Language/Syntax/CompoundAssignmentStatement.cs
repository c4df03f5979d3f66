namespace Sluice.Chains.Language.Syntax;

/// <summary><c>x += 1</c> and friends.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Target">What is changed.</param>
/// <param name="Operator">The operator without the equals sign.</param>
/// <param name="Value">The right side.</param>
public sealed record CompoundAssignmentStatement(
    SourceSpan Span, Expression Target, string Operator, Expression Value) : Statement(Span);
