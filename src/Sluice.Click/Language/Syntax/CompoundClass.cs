using System.Collections.Immutable;
using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language.Syntax;

/// <summary>A compound element class, in braces.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Definitions">Its overloads, in their order.</param>
/// <param name="IsExtension">It ends in <c>|| ...</c>: what else matches is left to the class that had its name before.</param>
public sealed record CompoundClass(SourceSpan Span, ImmutableArray<CompoundDefinition> Definitions, bool IsExtension) : ClassReference(Span);
