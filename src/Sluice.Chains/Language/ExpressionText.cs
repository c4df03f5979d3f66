using System.Collections.Immutable;
using System.Text;
using Sluice.Chains.Language.Syntax;

namespace Sluice.Chains.Language;

/// <summary>Writes expressions.</summary>
static class ExpressionText
{
    /// <summary>An expression in its usual form.</summary>
    public static string Of(Expression expression) => expression switch
    {
        // A remark over several lines stays one.
        StringLiteral text =>
            text.Span.Text is ['"', '"', '"', ..] or ['\'', '\'', '\'', ..] ? text.Span.Text : Quote(text.Value),
        NameExpression name => name.Name,
        UnaryExpression unary =>
            unary.Operator == "not" ? "not " + Of(unary.Operand) : Sign(unary.Operator, Of(unary.Operand)),
        BinaryExpression binary => $"{Of(binary.Left)} {binary.Operator} {Of(binary.Right)}",
        ComparisonExpression comparison => string.Concat(comparison.Operands.Select((operand, index) =>
            (index == 0 ? "" : $" {comparison.Operators[index - 1]} ") + Of(operand))),
        ParenthesizedExpression inner => $"({Of(inner.Inner)})",
        CallExpression call => Call(call),
        MemberExpression member => $"{Of(member.Target)}.{member.Name.Name}",
        IndexExpression index => $"{Of(index.Target)}[{List(index.Indices)}]",
        TupleExpression { Items: [var single] } => $"({Of(single)},)",
        TupleExpression tuple => $"({List(tuple.Items)})",
        MapLiteral { Pairs.IsEmpty: true } => "{}",
        MapLiteral map => $"{{ {string.Join(", ", map.Pairs.Select(pair => $"{Of(pair.Key)}: {Of(pair.Value)}"))} }}",
        AddressLiteral address => address.Span.Text.ToLowerInvariant(),
        _ => expression.Span.Text,
    };

    /// <summary>Expressions with commas between them.</summary>
    public static string List(ImmutableArray<Expression> items) => string.Join(", ", items.Select(item => Of(item)));

    /// <summary>A string in quotes.</summary>
    public static string Quote(string value)
    {
        StringBuilder text = new("'");
        foreach (var letter in value)
            text.Append(letter switch
            {
                '\n' => "\\n",
                '\t' => "\\t",
                '\\' => "\\\\",
                '\'' => "\\'",
                _ => letter.ToString(),
            });
        return text.Append('\'').ToString();
    }

    /// <summary>Items for a bracket that takes several lines: as many on each as fit.</summary>
    public static string Fill(IEnumerable<string> items, int width)
    {
        const string Start = "\n    ";
        StringBuilder text = new(Start);
        var column = Start.Length - 1;
        foreach (var item in items)
        {
            if (column + item.Length + 2 > width && column > Start.Length - 1)
            {
                text.Length--;
                text.Append(Start);
                column = Start.Length - 1;
            }

            text.Append(item).Append(", ");
            column += item.Length + 2;
        }

        text.Length -= 2;
        return text.Append('\n').ToString();
    }

    // Two minus signs side by side are no operator of ours.
    static string Sign(string operation, string operand) => operation + (operand.StartsWith('-') ? " " : "") + operand;

    static string Call(CallExpression call)
    {
        var arguments = call.Arguments.Select(argument =>
            (argument.Name is { } name ? name.Name + "=" : "") + Of(argument.Value)).ToArray();
        return $"{Of(call.Callee)}({string.Join(", ", arguments)})";
    }
}
