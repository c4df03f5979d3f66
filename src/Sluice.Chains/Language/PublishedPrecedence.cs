using System.Text;
using Sluice.Chains.Language.Syntax;
using Sluice.Chains.Semantics;

namespace Sluice.Chains.Language;

/// <summary>Finds expressions that the published tools understood otherwise.</summary>
/// <remarks>They printed an expression as it was written, with only the parentheses it had, and a C compiler grouped it: C's
/// <c>!</c> binds tighter than comparisons, <c>&amp; ^ |</c> bind looser, and comparisons in a row compare truth values.
/// </remarks>
static class PublishedPrecedence
{
    const int LoosestLevel = 1;

    // ISO C, 6.5: the higher, the tighter.
    static readonly Dictionary<string, int> s_levels = new()
    {
        ["or"] = 1,
        ["and"] = 2,
        ["|"] = 3,
        ["^"] = 4,
        ["&"] = 5,
        ["=="] = 6,
        ["!="] = 6,
        ["<"] = 7,
        ["<="] = 7,
        [">"] = 7,
        [">="] = 7,
        ["<<"] = 8,
        [">>"] = 8,
        ["+"] = 9,
        ["-"] = 9,
        ["*"] = 10,
        ["/"] = 10,
        ["%"] = 10,
    };

    /// <summary>Warns where C groups otherwise.</summary>
    public static void Check(Expression expression, DiagnosticBag diagnostics)
    {
        List<Expression> operands = [];
        List<string> sequence = [];
        var ours = new StringBuilder();
        if (!Flatten(expression, sequence, operands, ours) || sequence.Count(item => item.Length > 0) < 2)
            return;
        var at = 0;
        var operand = 0;
        var theirs = Group(sequence, operands, ref at, ref operand, LoosestLevel);
        if (theirs == ours.ToString())
            return;
        diagnostics.Add(new(DiagnosticRules.PrecedenceDiffers, expression.Span, "the published tools read this otherwise")
        {
            Notes = [$"here it means  {Strip(ours.ToString())}", $"there it meant {Strip(theirs)}"],
            Help = expression is ComparisonExpression { Operators.Length: > 1 } chain
                ? $"write `{string.Join(" and ", chain.Operators.Select((operation, index) => $"{chain.Operands[index].Span.Text} {operation} {chain.Operands[index + 1].Span.Text}"))}`"
                : "add parentheses to say what you mean",
        });
    }

    // The words between parentheses in the order they are written: operators, and "" for an operand. Adds the expression as
    // it is grouped here, with all parentheses. False where an operator has no published meaning.
    static bool Flatten(Expression expression, List<string> sequence, List<Expression> operands, StringBuilder text)
    {
        switch (expression)
        {
            case BinaryExpression binary:
                text.Append('(');
                var isKnown = Flatten(binary.Left, sequence, operands, text);
                sequence.Add(binary.Operator);
                text.Append(' ').Append(binary.Operator).Append(' ');
                isKnown &= Flatten(binary.Right, sequence, operands, text);
                text.Append(')');
                return isKnown;
            case UnaryExpression unary:
                sequence.Add(unary.Operator + "1");
                text.Append('(').Append(Prefix(unary.Operator));
                isKnown = Flatten(unary.Operand, sequence, operands, text);
                text.Append(')');
                return isKnown;
            case ComparisonExpression comparison:
                isKnown = true;
                text.Append('(');
                for (var index = 0; index < comparison.Operands.Length; index++)
                {
                    if (index > 0)
                    {
                        var operation = comparison.Operators[index - 1];
                        isKnown &= s_levels.ContainsKey(operation);
                        sequence.Add(operation);
                        text.Append(' ').Append(operation).Append(' ');
                    }

                    isKnown &= Flatten(comparison.Operands[index], sequence, operands, text);
                }

                text.Append(')');
                return isKnown;
            default:
                sequence.Add("");
                operands.Add(expression);
                text.Append(expression.Span.Text);
                return true;
        }
    }

    static string Group(List<string> sequence, List<Expression> operands, ref int at, ref int operand, int level)
    {
        string left;
        if (sequence[at] is ['n', 'o', 't', '1'] or ['-' or '~', '1'])
        {
            var operation = sequence[at++][..^1];
            left = $"({Prefix(operation)}{Group(sequence, operands, ref at, ref operand, int.MaxValue)})";
        }
        else
        {
            at++;
            left = operands[operand++].Span.Text;
        }

        while (at < sequence.Count && s_levels[sequence[at]] is var found && found >= level)
        {
            var operation = sequence[at++];
            left = $"({left} {operation} {Group(sequence, operands, ref at, ref operand, found + 1)})";
        }

        return left;
    }

    static string Prefix(string operation) => operation == "not" ? "not " : operation;

    static string Strip(string text) => text.StartsWith('(') && text.EndsWith(')') ? text[1..^1] : text;
}
