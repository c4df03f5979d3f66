using System.Collections.Immutable;
using Sluice.Chains.Language.Syntax;
using Sluice.Chains.Semantics;

namespace Sluice.Chains.Language;

public sealed partial class Parser
{
    ChainDefinition ReadChain()
    {
        var start = Take().Span;
        var name = ExpectName("the chain's name");
        List<ParameterDeclaration> parameters = [];
        if (!_hasFailed && Expect("(", "and the chain's parameters"))
        {
            while (!_hasFailed && !Current.Is(")") && Current.Kind != TokenKind.NewLine)
            {
                parameters.Add(ReadParameter());
                if (!TryTake(","))
                    break;
            }

            Expect(")", "after the parameters");
        }

        var body = ReadBlock($"chain `{name.Name}`", start);
        return new(From(start), name, [.. parameters], body);
    }

    // a: u8, or u8: a as published; which one is a type decides.
    ParameterDeclaration ReadParameter()
    {
        var first = ExpectName("a parameter, such as `a: u64`");
        if (!TryTake(":"))
            return new(first.Span, first, null);
        var second = ExpectName("a type");
        var (name, type) = ChainTypeNames.All.Contains(first.Name) ? (second, first) : (first, second);
        if (ChainTypeNames.All.Contains(name.Name))
            Fail(DiagnosticRules.TypeAsName, name.Span, $"`{name.Name}` is a type and cannot name a parameter");
        return new(first.Span.To(second.Span), name, new(type.Span, type.Name));
    }

    IfStatement ReadIf()
    {
        var start = Current.Span;
        List<ConditionalBlock> branches = [];
        ElseBlock? otherwise = null;
        do
            branches.Add(ReadBranch(Take()));
        while (Current.Is("elif"));
        if (Current.Is("else"))
        {
            var keyword = Take();
            if (Current.Is("if"))
            {
                Fail(DiagnosticRules.UnexpectedToken, keyword.Span.To(Current.Span), "`else if` is one word here",
                    "expected `elif`");
                branches.Add(ReadBranch(Take()));
            }
            else
            {
                var body = ReadBlock("`else`", keyword.Span);
                otherwise = new(From(keyword.Span), body);
            }
        }

        return new(From(start), [.. branches], otherwise);
    }

    ConditionalBlock ReadBranch(Token keyword)
    {
        var condition = ReadCondition();
        var body = ReadBlock($"`{keyword.Text}`", keyword.Span);
        return new(From(keyword.Span), condition, body);
    }

    Expression ReadCondition()
    {
        var condition = ReadExpression();
        if (Current.Is("="))
            Fail(DiagnosticRules.AssignmentInCondition, Current.Span, "`=` assigns; a condition compares", "expected `==`");
        return condition;
    }

    WhileStatement ReadWhile()
    {
        var start = Take().Span;
        var condition = ReadCondition();
        var body = ReadBlock("`while`", start);
        return new(From(start), condition, body);
    }

    ForStatement ReadFor()
    {
        var start = Take().Span;
        var name = ExpectName("a variable's name");
        if (!_hasFailed && ChainTypeNames.All.Contains(name.Name))
            Fail(DiagnosticRules.TypeAsName, name.Span, $"`{name.Name}` is a type and cannot name a variable");
        ImmutableArray<Expression> range = [];
        if (!_hasFailed)
        {
            if (Current.IsWord("in"))
            {
                Take();
                range = ReadRange();
            }
            else
            {
                FailExpecting("`in`");
            }
        }

        var body = ReadBlock("`for`", start);
        return new(From(start), name, range, body);
    }

    ImmutableArray<Expression> ReadRange()
    {
        var expression = ReadExpression();
        if (_hasFailed)
            return [];
        if (expression is CallExpression { Callee: NameExpression { Name: "range" } } call
            && call.Arguments.Length is >= 1 and <= 3 && call.Arguments.All(argument => argument.Name is null))
        {
            return [.. call.Arguments.Select(argument => argument.Value)];
        }

        Fail(DiagnosticRules.ExpectedRange, expression.Span,
            $"`{Shorten(expression.Span.Text)}` is nothing a loop can count through",
            "expected `range(end)`, `range(start, end)` or `range(start, end, step)`");
        return [];
    }

    BadStatement ReadStrayElse()
    {
        var keyword = Take();
        Fail(DiagnosticRules.ElseWithoutIf, keyword.Span, $"this `{keyword.Text}` belongs to no `if`", "",
            "it must be indented like its `if`, and follow its block");
        if (keyword.Text == "elif")
            ReadExpression();
        ReadBlock("", keyword.Span);
        return new(From(keyword.Span));
    }

    // What follows the colon: statements on the same line, or an indented block.
    ImmutableArray<Statement> ReadBlock(string owner, SourceSpan start)
    {
        if (_hasFailed)
            SkipToBlock();
        else if (!TryTake(":") && Current.Kind != TokenKind.Bad)
            MissingColon();
        if (_hasFailed)
            SkipToBlock();
        List<Statement> statements = [];
        if (Current.Kind != TokenKind.NewLine)
        {
            ReadInline(statements, owner);
            return [.. statements];
        }

        Take();
        if (Current.Kind == TokenKind.Indent)
            ReadIndented(statements);
        // Where the line is lost already, the block may be, too. A joined line without words is no statement.
        if (statements.Count == 0 && owner.Length > 0)
        {
            _diagnostics.Add(new(DiagnosticRules.ExpectedBlock, Current.Kind == TokenKind.EndOfFile ? Previous.Span : Current.Span,
                $"{owner} has no block")
            {
                Label = "expected an indented line",
                Related = [new(start, "the block belongs to this")],
                Help = "write `pass` for a block that does nothing",
            });
        }

        return [.. statements];
    }

    void ReadInline(List<Statement> statements, string owner)
    {
        do
        {
            if (Current.Kind is TokenKind.NewLine or TokenKind.EndOfFile or TokenKind.Dedent)
                break;
            var statement = ReadStatement();
            statements.Add(statement);
            if (_hasFailed)
                SkipLine();
            if (statement is IfStatement or WhileStatement or ForStatement or ChainDefinition)
                return;
        }
        while (TryTake(";"));
        if (statements.Count == 0)
            _diagnostics.Add(DiagnosticRules.ExpectedBlock, Previous.Span, $"{owner} has no block", "expected a statement");
        EndStatement();
    }

    void MissingColon()
    {
        var end = Previous.Span with { Start = Previous.Span.End };
        if (Current.Kind is TokenKind.NewLine or TokenKind.EndOfFile)
            _diagnostics.Add(DiagnosticRules.ExpectedColon, end, "`:` is missing before the block", "expected `:`");
        else
            FailExpecting("`:`", Current.Is("=") ? "`=` assigns; write `==` to compare" : null);
    }

    void SkipToBlock()
    {
        while (Current.Kind is not (TokenKind.NewLine or TokenKind.EndOfFile or TokenKind.Indent or TokenKind.Dedent))
            Take();
        _hasFailed = false;
    }
}
