using Sluice.Click.Language.Syntax;

namespace Sluice.Click.Configuration.Expansion;

/// <summary>A compound class, with what its body sees.</summary>
/// <param name="Name">Its name; <c>@</c> if it has none.</param>
/// <param name="Syntax">Its definitions.</param>
/// <param name="Classes">The classes known where it was written: not itself.</param>
/// <param name="Variables">The variables known there.</param>
/// <param name="Base">What had its name before, if it extends that.</param>
sealed record CompoundClassDefinition(string Name, CompoundClass Syntax, ClassTable Classes, VariableScope Variables, ClassDefinition? Base)
    : ClassDefinition(Name);
