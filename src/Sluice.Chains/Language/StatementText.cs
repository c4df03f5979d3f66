using Sluice.Chains.Language.Syntax;

namespace Sluice.Chains.Language;

/// <summary>Writes statements of one line.</summary>
static class StatementText
{
    /// <summary>A statement in its usual form, an import on several lines if it is longer than <paramref name="width"/> columns.</summary>
    public static string Of(Statement statement, int width)
    {
        switch (statement)
        {
            case ImportStatement import:
                var module = import.File is { } file ? ExpressionText.Quote(file)
                    : string.Join('.', import.Module.Select(part => part.Name));
                var names = import.Names.Select(name => name.Name).ToArray();
                var line = $"from {module} import {string.Join(", ", names)}";
                return line.Length <= width ? line : $"from {module} import ({ExpressionText.Fill(names, width)})";
            case AssignmentStatement assignment:
                var type = assignment.Type is { } declared ? ": " + declared.Name : "";
                return $"{ExpressionText.Of(assignment.Target)}{type} = {ExpressionText.Of(assignment.Value)}";
            case CompoundAssignmentStatement compound:
                return $"{ExpressionText.Of(compound.Target)} {compound.Operator}= {ExpressionText.Of(compound.Value)}";
            case ExpressionStatement expression:
                return ExpressionText.Of(expression.Expression);
            case ReturnStatement { Value: { } value }:
                return "return " + ExpressionText.Of(value);
            case DeleteStatement delete:
                return "del " + ExpressionText.Of(delete.Target);
            case ReturnStatement:
                return "return";
            case BreakStatement:
                return "break";
            case ContinueStatement:
                return "continue";
            default:
                return "pass";
        }
    }
}
