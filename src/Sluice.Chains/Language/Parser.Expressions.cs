using System.Collections.Immutable;
using Sluice.Chains.Language.Syntax;
using Sluice.Chains.Semantics;

namespace Sluice.Chains.Language;

public sealed partial class Parser
{
    // Python's levels (The Python Language Reference, 6.17), the loosest first; comparisons stand between `not` and `|`.
    static readonly string[][] s_levels = [["|"], ["^"], ["&"], ["<<", ">>"], ["+", "-"], ["*", "/", "%"]];

    static readonly string[] s_comparisons = ["==", "!=", "<", "<=", ">", ">="];

    Expression ReadExpression()
    {
        var expression = ReadOr();
        if (!_hasFailed)
            PublishedPrecedence.Check(expression, _diagnostics);
        return expression;
    }

    // Every way that an expression can hold another comes through here.
    Expression ReadOr()
    {
        if (++_depth > DeepestNesting)
        {
            Fail(DiagnosticRules.NestedTooDeep, Current.Span, $"expressions are nested deeper than {DeepestNesting} levels");
            _depth--;
            return new BadExpression(Current.Span);
        }

        var start = Current.Span;
        var left = ReadAnd();
        while (!_hasFailed && TryTake("or") && CountOperator())
        {
            var right = ReadAnd();
            left = new BinaryExpression(From(start), "or", left, right);
        }

        _depth--;
        return left;
    }

    Expression ReadAnd()
    {
        var start = Current.Span;
        var left = ReadNot();
        while (!_hasFailed && TryTake("and") && CountOperator())
        {
            var right = ReadNot();
            left = new BinaryExpression(From(start), "and", left, right);
        }

        return left;
    }

    Expression ReadNot()
    {
        var start = Current.Span;
        var count = 0;
        while (TryTake("not") && CountOperator())
            count++;
        var expression = ReadComparison();
        for (; count > 0; count--)
            expression = new UnaryExpression(From(start), "not", expression);
        return expression;
    }

    Expression ReadComparison()
    {
        var start = Current.Span;
        var first = ReadBinary(0);
        List<Expression> operands = [first];
        List<string> operators = [];
        while (!_hasFailed && ReadComparisonOperator() is { } operation)
        {
            operators.Add(operation);
            // `not` binds looser in Python, but on the right of a comparison nothing else can be meant.
            var right = Current.Is("not") ? ReadNot() : ReadBinary(0);
            operands.Add(right);
        }

        return operators.Count == 0 ? first : new ComparisonExpression(From(start), [.. operands], [.. operators]);
    }

    string? ReadComparisonOperator()
    {
        if (Current.Kind == TokenKind.Punctuation && s_comparisons.Contains(Current.Text))
            return Take().Text;
        if (Current.IsWord("in"))
        {
            Take();
            return "in";
        }

        if (Current.Is("not") && Next.IsWord("in"))
        {
            Take();
            Take();
            return "not in";
        }

        return null;
    }

    Expression ReadBinary(int level)
    {
        if (level == s_levels.Length)
            return ReadUnary();
        var start = Current.Span;
        var left = ReadBinary(level + 1);
        while (!_hasFailed && Current.Kind == TokenKind.Punctuation && s_levels[level].Contains(Current.Text)
            && CountOperator())
        {
            var operation = Take().Text;
            var right = Current.Is("not") ? ReadNot() : ReadBinary(level + 1);
            left = new BinaryExpression(From(start), operation, left, right);
        }

        return left;
    }

    Expression ReadUnary()
    {
        List<Token> operators = [];
        while ((Current.Is("-") || Current.Is("~")) && CountOperator())
            operators.Add(Take());
        var expression = Current.Is("not") && operators.Count > 0 ? ReadNot() : ReadPostfix();
        for (var index = operators.Count - 1; index >= 0; index--)
            expression = new UnaryExpression(From(operators[index].Span), operators[index].Text, expression);
        return expression;
    }

    Expression ReadPostfix()
    {
        var start = Current.Span;
        var expression = ReadPrimary();
        while (!_hasFailed && CountOperator())
        {
            if (Current.Is("("))
            {
                expression = new CallExpression(start, expression, ReadArguments()) with { Span = From(start) };
            }
            else if (Current.Is("["))
            {
                var indices = ReadList("[", "]", "an index");
                if (indices.IsEmpty)
                    Fail(DiagnosticRules.ExpectedExpression, Previous.Span, "the brackets are empty",
                        "expected a key or an offset");
                expression = new IndexExpression(From(start), expression, indices);
            }
            else if (TryTake("."))
            {
                // A field may be called like a keyword.
                var name = Current.Kind == TokenKind.Keyword ? new(Current.Span, Take().Text)
                    : ExpectName("a name after the dot");
                expression = new MemberExpression(From(start), expression, name);
            }
            else
            {
                break;
            }
        }

        return expression;
    }

    Expression ReadPrimary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Name:
                Take();
                return new NameExpression(token.Span, token.Text);
            case TokenKind.Integer:
                Take();
                return new IntegerLiteral(token.Span, (ulong)token.Number);
            case TokenKind.Float:
                Take();
                return new FloatLiteral(token.Span);
            case TokenKind.String:
                Take();
                return new StringLiteral(token.Span, token.Text);
            case TokenKind.Boolean:
                Take();
                return new BooleanLiteral(token.Span, token.Number != 0);
            case TokenKind.IPv4 or TokenKind.IPv6 or TokenKind.Mac:
                Take();
                return new AddressLiteral(token.Span, token.Kind, token.Number, token.PrefixLength);
            case TokenKind.Punctuation when token.Text == "(":
                return ReadParenthesized();
        }

        var after = _at > 0 && Previous.Kind is TokenKind.Punctuation or TokenKind.Keyword
            && Previous.Span.Line == token.Span.Line ? $" after `{Previous.Text}`" : "";
        Fail(DiagnosticRules.ExpectedExpression, token.Span, $"found {Describe(token)}, expected an expression{after}",
            "expected an expression",
            token.Kind == TokenKind.Keyword ? $"`{token.Text}` is a keyword" : null);
        return new BadExpression(token.Span);
    }

    Expression ReadParenthesized()
    {
        var start = Current.Span;
        var items = ReadList("(", ")", "an expression", out var endsInComma);
        return items.Length == 1 && !endsInComma
            ? new ParenthesizedExpression(From(start), items[0])
            : new TupleExpression(From(start), items);
    }

    ImmutableArray<Argument> ReadArguments()
    {
        Take();
        List<Argument> arguments = [];
        while (!_hasFailed && !Current.Is(")"))
        {
            Identifier? name = null;
            var start = Current.Span;
            if (Current.Kind == TokenKind.Name && Next.Is("="))
            {
                name = new(start, Take().Text);
                Take();
            }

            var value = ReadExpression();
            arguments.Add(new(From(start), name, value));
            if (!TryTake(","))
                break;
        }

        Expect(")", "after the arguments");
        return [.. arguments];
    }

    ImmutableArray<Expression> ReadList(string open, string close, string what) => ReadList(open, close, what, out _);

    ImmutableArray<Expression> ReadList(string open, string close, string what, out bool endsInComma)
    {
        endsInComma = false;
        Expect(open, $"and {what}");
        List<Expression> items = [];
        while (!_hasFailed && !Current.Is(close))
        {
            items.Add(ReadExpression());
            endsInComma = TryTake(",");
            if (!endsInComma)
                break;
        }

        Expect(close, $"after {what}");
        return [.. items];
    }

    MapLiteral ReadMapLiteral()
    {
        var start = Take().Span;
        List<MapPair> pairs = [];
        while (!_hasFailed && !Current.Is("}"))
        {
            var key = ReadExpression();
            if (!_hasFailed)
                Expect(":", "between key and value");
            var value = _hasFailed ? new BadExpression(Current.Span) : ReadExpression();
            pairs.Add(new(key.Span.To(value.Span), key, value));
            if (!TryTake(","))
                break;
        }

        Expect("}", "after the entries");
        return new(From(start), [.. pairs]);
    }
}
