using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Sluice.Chains.Language.Syntax;

namespace Sluice.Chains.Language;

/// <summary>Writes the structure of a script as an indented tree: what it means, without how it is written.</summary>
/// <remarks>Two scripts with the same tree mean the same: parentheses, spelling of numbers, order of type and name, and layout
/// do not show.</remarks>
public static class SyntaxTreeText
{
    /// <summary>The tree of a script, an S-expression for each statement.</summary>
    public static string Write(Script script)
    {
        StringBuilder text = new();
        Block(script.Statements, text, 0);
        return text.ToString();
    }

    static void Block(ImmutableArray<Statement> statements, StringBuilder text, int depth)
    {
        foreach (var statement in statements)
            Write(statement, text, depth);
    }

    static void Write(Statement statement, StringBuilder text, int depth)
    {
        switch (statement)
        {
            case ImportStatement import:
                Line(text, depth, $"(import {import.File ?? string.Join('.', import.Module.Select(part => part.Name))} {string.Join(' ', import.Names.Select(name => name.Name))})");
                break;
            case ChainDefinition chain:
                var parameters = chain.Parameters.Select(parameter =>
                    $" ({parameter.Type?.Name ?? "_"} {parameter.Name.Name})");
                Line(text, depth, $"(def {chain.Name.Name}{string.Concat(parameters)})");
                Block(chain.Body, text, depth + 1);
                break;
            case AssignmentStatement assignment:
                Line(text, depth, $"(= {Of(assignment.Target)}{(assignment.Type is { } type ? " " + type.Name : "")} {Of(assignment.Value)})");
                break;
            case CompoundAssignmentStatement compound:
                Line(text, depth, $"({compound.Operator}= {Of(compound.Target)} {Of(compound.Value)})");
                break;
            case ExpressionStatement expression:
                Line(text, depth, Of(expression.Expression));
                break;
            case ReturnStatement { Value: { } value }:
                Line(text, depth, $"(return {Of(value)})");
                break;
            case DeleteStatement delete:
                Line(text, depth, $"(del {Of(delete.Target)})");
                break;
            case IfStatement @if:
                foreach (var branch in @if.Branches)
                {
                    Line(text, depth, $"({(branch == @if.Branches[0] ? "if" : "elif")} {Of(branch.Condition)})");
                    Block(branch.Body, text, depth + 1);
                }

                if (@if.Else is { } otherwise)
                {
                    Line(text, depth, "(else)");
                    Block(otherwise.Body, text, depth + 1);
                }

                break;
            case WhileStatement @while:
                Line(text, depth, $"(while {Of(@while.Condition)})");
                Block(@while.Body, text, depth + 1);
                break;
            case ForStatement @for:
                Line(text, depth, $"(for {@for.Variable.Name}{All(@for.Range)})");
                Block(@for.Body, text, depth + 1);
                break;
            default:
                Line(text, depth, $"({statement.GetType().Name.Replace("Statement", "", StringComparison.Ordinal).ToLowerInvariant()})");
                break;
        }
    }

    static string Of(Expression expression) => expression switch
    {
        IntegerLiteral integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        BooleanLiteral boolean => boolean.Value ? "true" : "false",
        StringLiteral text => $"\"{text.Value}\"",
        AddressLiteral address =>
            AddressText.Format(address.Kind, address.Number) + (address.PrefixLength < 0 ? "" : $"/{address.PrefixLength}"),
        NameExpression name => name.Name,
        UnaryExpression unary => $"({unary.Operator} {Of(unary.Operand)})",
        BinaryExpression binary => $"({binary.Operator} {Of(binary.Left)} {Of(binary.Right)})",
        ComparisonExpression comparison => $"({string.Join(' ', comparison.Operators)}{All(comparison.Operands)})",
        ParenthesizedExpression inner => Of(inner.Inner),
        CallExpression call =>
            $"(call {Of(call.Callee)}{string.Concat(call.Arguments.Select(argument => argument.Name is { } name ? $" ({name.Name}= {Of(argument.Value)})" : " " + Of(argument.Value)))})",
        MemberExpression member => $"(. {Of(member.Target)} {member.Name.Name})",
        IndexExpression index => $"([] {Of(index.Target)}{All(index.Indices)})",
        TupleExpression tuple => $"(tuple{All(tuple.Items)})",
        MapLiteral map => $"(map{string.Concat(map.Pairs.Select(pair => $" ({Of(pair.Key)} {Of(pair.Value)})"))})",
        _ => expression is FloatLiteral ? expression.Span.Text : "(bad)",
    };

    static string All(ImmutableArray<Expression> items) => string.Concat(items.Select(item => " " + Of(item)));

    static void Line(StringBuilder text, int depth, string line) => text.Append(' ', depth * 2).Append(line).Append('\n');
}
