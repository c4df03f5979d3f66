namespace Sluice.Chains.Language.Syntax;

/// <summary><c>x = 1</c>, <c>x: u8 = 1</c> or, as published, <c>u8: x = 1</c>; also into packet fields and maps, and the
/// entries of a map.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Target">What is written.</param>
/// <param name="Type">The type declared with it, or null.</param>
/// <param name="Value">What it gets.</param>
public sealed record AssignmentStatement(
    SourceSpan Span, Expression Target, TypeName? Type, Expression Value) : Statement(Span);
