using Sluice.Chains.Language.Syntax;
using Sluice.Chains.Semantics;

namespace Sluice.Chains.Language;

public sealed partial class Parser
{
    // What other languages start statements with, and how it is said here.
    static readonly Dictionary<string, string> s_foreignStatements = new()
    {
        ["func"] = "a chain starts with `def name():`",
        ["function"] = "a chain starts with `def name():`",
        ["fn"] = "a chain starts with `def name():`",
        ["chain"] = "a chain starts with `def name():`",
        ["var"] = "declare a variable as `x: u64 = 1`, or just write `x = 1`",
        ["let"] = "declare a variable as `x: u64 = 1`, or just write `x = 1`",
        ["const"] = "a name in capitals with a constant value is a constant: `RATE = 500`",
        ["int"] = "the types are u8, u16, u32, u64, s8, s16, s32 and s64: `x: u64 = 1`",
        ["switch"] = "write `if`, `elif` and `else`",
        ["match"] = "write `if`, `elif` and `else`",
        ["case"] = "write `if`, `elif` and `else`",
        ["do"] = "write `while true:` and leave it with `break`",
        ["loop"] = "write `while true:` and leave it with `break`",
        ["goto"] = "there are no jumps; use `if`, `while` and chains",
        ["class"] = "there are no classes",
        ["struct"] = "there are no structs; a map's value may have fields",
        ["try"] = "there are no exceptions: a fault ends the chain with XDP_ABORTED",
        ["raise"] = "there are no exceptions: call a function that gives a verdict",
        ["global"] = "variables at the top level are visible in all chains",
        ["elseif"] = "write `elif`",
        ["elsif"] = "write `elif`",
        ["end"] = "a block ends where its indentation ends",
    };

    static readonly string[] s_misspelt =
        ["def", "if", "elif", "else", "while", "for", "from", "import", "pass", "return", "break", "continue", "del"];

    // One line, or one statement with its blocks.
    void Line(List<Statement> statements)
    {
        switch (Current.Kind)
        {
            case TokenKind.NewLine:
                Take();
                return;
            case TokenKind.Dedent:
                Take();
                return;
            case TokenKind.Indent:
                _diagnostics.Add(DiagnosticRules.UnexpectedIndentation, Next.Span,
                    "this line is indented deeper than the one before it, but no block starts here",
                    "", "a block follows a line that ends in `:`");
                ReadIndented(statements);
                return;
        }

        var start = _at;
        statements.Add(ReadStatement());
        var isLost = _hasFailed;
        if (isLost)
            SkipLine();
        isLost &= Previous.Is(":");
        EndStatement();
        // The block of a statement that could not be read.
        if (isLost && Current.Kind == TokenKind.Indent)
            ReadIndented(statements);
        // Whatever went wrong, a word is used up.
        if (_at == start)
            Take();
    }

    void ReadIndented(List<Statement> statements)
    {
        Take();
        if (++_depth > DeepestNesting)
        {
            _diagnostics.Add(DiagnosticRules.NestedTooDeep, Current.Span,
                $"blocks are nested deeper than {DeepestNesting} levels");
            _at = _tokens.Length - 1;
        }

        while (Current.Kind is not (TokenKind.Dedent or TokenKind.EndOfFile))
            Line(statements);
        if (Current.Kind == TokenKind.Dedent)
            Take();
        _depth--;
    }

    void EndStatement()
    {
        if (Current.Is(";") || Current.Kind == TokenKind.NewLine)
        {
            while (Current.Is(";"))
                Take();
            if (Current.Kind == TokenKind.NewLine)
                Take();
            return;
        }

        if (Current.Kind is TokenKind.EndOfFile or TokenKind.Dedent or TokenKind.Indent
            || Previous.Kind is TokenKind.NewLine or TokenKind.Dedent)
            return;
        if (StartsStatement())
        {
            _diagnostics.Add(DiagnosticRules.MissingSemicolon, Current.Span,
                "a new statement starts here, on the same line", "", "put it on a line of its own, or write `;` before it");
            return;
        }

        FailExpecting("the end of the line", Current.Is("=")
            ? "only a name, a packet field or a map's entry can be assigned to" : null);
        SkipLine();
        if (Current.Kind == TokenKind.NewLine)
            Take();
    }

    // As published, two statements may follow each other on a line; only where it is plain that a second one starts.
    bool StartsStatement() =>
        (Current.Kind == TokenKind.Keyword && Keywords.Statements.Contains(Current.Text))
        || (Current.Kind == TokenKind.Name && (Next.Is("(") || Next.Is("=") || Next.Is(".") || Next.Is(":")));

    Statement ReadStatement()
    {
        var token = Current;
        _operators = 0;
        if (token.Kind == TokenKind.Keyword)
        {
            switch (token.Text)
            {
                case "def": return ReadChain();
                case "if": return ReadIf();
                case "while": return ReadWhile();
                case "for": return ReadFor();
                case "from": return ReadImport();
                case "return": return ReadReturn();
                case "pass":
                    Take();
                    return new PassStatement(token.Span);
                case "import":
                    Fail(DiagnosticRules.MalformedImport, token.Span, "an import names what it takes from where",
                        "expected `from package import name`");
                    return new BadStatement(token.Span);
                case "else" or "elif":
                    return ReadStrayElse();
            }
        }

        if (token.Kind == TokenKind.Name && ReadWordStatement() is { } statement)
            return statement;
        return ReadExpressionStatement();
    }

    // Statements whose first word is a keyword only there.
    Statement? ReadWordStatement()
    {
        var token = Current;
        var endsLine = Next.Kind is TokenKind.NewLine or TokenKind.EndOfFile or TokenKind.Dedent || Next.Is(";");
        if (token.Text is "break" or "continue" && (endsLine || StartsStatementAfterName()))
        {
            Take();
            return token.Text == "break" ? new BreakStatement(token.Span) : new ContinueStatement(token.Span);
        }

        if (token.Text == "del" && Next.Kind == TokenKind.Name)
        {
            Take();
            var target = ReadPostfix();
            return new DeleteStatement(From(token.Span), target);
        }

        if (ChainTypeNames.All.Contains(token.Text) && Next.Is(":"))
            return ReadTypeFirst();
        if (Next.Kind is not (TokenKind.Name or TokenKind.Integer or TokenKind.String or TokenKind.Keyword)
            && !Next.Is("{") && !(Next.Is(":") && token.Text is "elseif" or "esle" or "els"))
            return null;
        // Two words in a row: no statement starts so, but many of other languages do.
        if (Next.Kind == TokenKind.Keyword && Next.Text is "and" or "or" or "not")
            return null;
        if (Next.IsWord("in") || StartsStatementAfterName())
            return null;
        var help = s_foreignStatements.GetValueOrDefault(token.Text) ?? Suggest(token.Text, s_misspelt);
        Fail(DiagnosticRules.UnknownStatement, token.Span, $"no statement starts with `{token.Text}`", "", help);
        return new BadStatement(token.Span);
    }

    // x y = 1, f g(): published scripts may have two statements on a line, the first of which is a bare name.
    bool StartsStatementAfterName() => Next.Kind == TokenKind.Keyword && Keywords.Statements.Contains(Next.Text)
        && Next.Text is not ("if" or "else" or "import");

    // u8: x = 1
    AssignmentStatement ReadTypeFirst()
    {
        var type = Take();
        Take();
        var name = ExpectVariable();
        return FinishDeclaration(type.Span, name, new(type.Span, type.Text));
    }

    NameExpression ExpectVariable()
    {
        var name = ExpectName("a variable's name");
        if (ChainTypeNames.All.Contains(name.Name))
            Fail(DiagnosticRules.TypeAsName, name.Span, $"`{name.Name}` is a type and cannot name a variable");
        return new NameExpression(name.Span, name.Name);
    }

    AssignmentStatement FinishDeclaration(SourceSpan start, Expression target, TypeName type)
    {
        if (_hasFailed)
            return new(From(start), target, type, new BadExpression(Current.Span));
        if (!TryTake("="))
        {
            if (Current.Kind is TokenKind.NewLine or TokenKind.EndOfFile || Current.Is(";"))
            {
                Fail(DiagnosticRules.MissingValue, From(start), $"`{target.Span.Text}` is declared without a value",
                    "expected `=` and a value",
                    $"write `{target.Span.Text}: {type.Name} = 0`");
            }
            else
            {
                FailExpecting("`=`");
            }

            return new(From(start), target, type, new BadExpression(Current.Span));
        }

        var value = ReadValue();
        return new(From(start), target, type, value);
    }

    Expression ReadValue() => Current.Is("{") ? ReadMapLiteral() : ReadExpression();

    Statement ReadExpressionStatement()
    {
        var start = Current.Span;
        var expression = ReadExpression();
        if (_hasFailed)
            return new BadStatement(From(start));
        if (Current.Is(":"))
        {
            Take();
            CheckAssignable(expression);
            if (expression is not NameExpression)
                Fail(DiagnosticRules.NotAssignable, expression.Span, "only a variable has a declared type");
            var type = ExpectName("a type");
            return FinishDeclaration(start, expression, new(type.Span, type.Name));
        }

        if (TryTake("="))
        {
            CheckAssignable(expression);
            var value = ReadValue();
            if (Current.Is("="))
                Fail(DiagnosticRules.UnexpectedToken, Current.Span, "only one variable is assigned in a statement", "",
                    "write one assignment on each line, or `==` to compare");
            return new AssignmentStatement(From(start), expression, null, value);
        }

        if (Current.Kind == TokenKind.Punctuation && Current.Text.Length > 1 && Current.Text[^1] == '='
            && Current.Text is not ("==" or "!=" or "<=" or ">="))
        {
            var operation = Take().Text[..^1];
            CheckAssignable(expression);
            var value = ReadExpression();
            return new CompoundAssignmentStatement(From(start), expression, operation, value);
        }

        return new ExpressionStatement(From(start), expression);
    }

    void CheckAssignable(Expression target)
    {
        if (target is NameExpression name && ChainTypeNames.All.Contains(name.Name))
            Fail(DiagnosticRules.TypeAsName, target.Span, $"`{name.Name}` is a type and cannot name a variable");
        else if (target is not (NameExpression or MemberExpression or IndexExpression or BadExpression))
            Fail(DiagnosticRules.NotAssignable, target.Span, $"`{Shorten(target.Span.Text)}` cannot be assigned to",
                "expected a variable, a packet field or a map's entry");
    }

    static string Shorten(string text) =>
        (text.Contains('\n') ? text[..text.IndexOf('\n')] : text) is var line && line.Length > 40 ? line[..37] + "…" : line;

    ReturnStatement ReadReturn()
    {
        var start = Take().Span;
        var endsHere = Current.Kind is TokenKind.NewLine or TokenKind.EndOfFile or TokenKind.Dedent || Current.Is(";");
        var value = endsHere ? null : ReadExpression();
        return new(From(start), value);
    }

    Statement ReadImport()
    {
        var start = Take().Span;
        List<Identifier> module = [];
        string? file = null;
        if (Current.Kind == TokenKind.String)
        {
            file = Take().Text;
        }
        else
        {
            module.Add(ExpectName("a package, such as `programs.meter`, or a file's name in quotes"));
            while (!_hasFailed && TryTake("."))
                module.Add(ExpectName("a package's name"));
        }

        if (_hasFailed)
            return new BadStatement(From(start));
        if (module.Count > 2)
            Fail(DiagnosticRules.MalformedImport, module[0].Span.To(module[^1].Span),
                $"`{string.Join('.', module.Select(part => part.Name))}` has too many parts",
                "expected a kind and a package, such as `programs.meter`");
        Expect("import", "and what to import");
        var hasParenthesis = TryTake("(");
        List<Identifier> names = [];
        if (Current.Is("*"))
            Fail(DiagnosticRules.MalformedImport, Current.Span, "everything at once cannot be imported",
                "expected names", "name the functions that the script calls");
        do
        {
            // As scripts have it, a comma may stand at the end.
            if (names.Count > 0 && (Current.Kind == TokenKind.NewLine || Current.Is(")")))
                break;
            names.Add(ExpectName("a name to import"));
        }
        while (!_hasFailed && TryTake(","));
        if (hasParenthesis)
            Expect(")", "after the names");
        return _hasFailed && names.All(name => name.Name.Length == 0) || module.Count > 2 ? new BadStatement(From(start))
            : new ImportStatement(From(start), [.. module], file, [.. names.Where(name => name.Name.Length > 0)]);
    }
}
