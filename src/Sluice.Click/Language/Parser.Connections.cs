using System.Collections.Immutable;
using System.Globalization;
using Sluice.Bpf.Diagnostics;
using Sluice.Click.Language.Syntax;

namespace Sluice.Click.Language;

sealed partial class Parser
{
    // The largest port number that makes sense; more would only cost memory.
    const int LargestPort = 65_535;

    // elements { arrow elements }, where the first and the last may be left out.
    ConnectionStatement? Connection()
    {
        var start = _current.Span;
        var lists = ImmutableArray.CreateBuilder<ElementList>();
        var connectors = ImmutableArray.CreateBuilder<Connector>();
        while (true)
        {
            var list = Elements(isFirst: connectors.Count == 0);
            if (list is null)
                return null;
            lists.Add(list);
            if (_current.Kind is not (TokenKind.Arrow or TokenKind.ManyArrow))
                break;
            var arrow = Take();
            connectors.Add(new(arrow.Span, arrow.Kind == TokenKind.ManyArrow));
        }

        return new ConnectionStatement(Since(start), lists.ToImmutable(), connectors.ToImmutable());
    }

    ElementList? Elements(bool isFirst)
    {
        var start = _current.Span;
        var elements = ImmutableArray.CreateBuilder<ElementUse>();
        while (true)
        {
            var element = Element(isFirst, elements.Count == 0);
            if (element is null)
                return null;
            elements.Add(element);
            if (_current.Kind != TokenKind.Comma)
                return new(elements.Count == 1 ? element.Span : Since(start), elements.ToImmutable());
            Advance();
        }
    }

    ElementUse? Element(bool isFirst, bool isAlone)
    {
        var start = _current.Span;
        var inputs = Ports();
        ElementReference? reference;
        switch (_current.Kind)
        {
            case TokenKind.Identifier:
                reference = NamedElement();
                break;
            case TokenKind.Variable or TokenKind.OpenBrace:
                reference = Class() is { } @class ? new DeclarationReference(Since(start), null, @class, OptionalConfiguration()) : null;
                break;
            case TokenKind.OpenParenthesis:
                reference = Group();
                break;
            default:
                var isImplied = isAlone && (isFirst ? _current.Kind is TokenKind.Arrow or TokenKind.ManyArrow
                    : IsBehindStatements(_current.Kind) || StartsStatement(_current.Kind));
                if (!isImplied)
                    return FailElement();
                // Ports before nothing are those behind `input`, or before `output`.
                ImpliedReference implied = new(new(_source, start.Start, start.Start));
                return isFirst ? new(Since(start), null, implied, inputs) : new(inputs?.Span ?? implied.Span, inputs, implied, null);
        }

        return reference is null ? null : new(Since(start), inputs, reference, Ports());
    }

    ElementUse? FailElement()
    {
        Fail(_current.Kind == TokenKind.DoubleColon ? "the name of an element before `::`" : "an element");
        return null;
    }

    ElementReference? NamedElement()
    {
        var word = Take();
        if (_current.Kind == TokenKind.DoubleColon)
        {
            Advance();
            var name = Name(word);
            var @class = Class();
            if (@class is not null)
                return new DeclarationReference(Since(word.Span), name, @class, OptionalConfiguration());
            Fail("an element class");
            return null;
        }

        if (_current.Kind != TokenKind.OpenParenthesis)
            return new NameReference(word.Span, Name(word).Name);
        var configuration = OptionalConfiguration();
        return new DeclarationReference(Since(word.Span), null, new NamedClass(word.Span, Name(word).Name), configuration);
    }

    ConfigurationString? OptionalConfiguration() => _current.Kind == TokenKind.OpenParenthesis ? Configuration() : null;

    GroupReference? Group()
    {
        if (!Enter())
            return null;
        var open = Take();
        var statements = Statements();
        _depth--;
        Close(TokenKind.CloseParenthesis, open);
        return new(Since(open.Span), statements);
    }

    void Close(TokenKind kind, Token open)
    {
        if (_current.Kind == kind)
        {
            Advance();
            return;
        }

        _diagnostics.Add(new Diagnostic(ClickRules.UnexpectedToken, _current.Span,
            $"found {_current.Shown}, expected `{(kind == TokenKind.CloseBrace ? '}' : ')')}`")
        {
            Related = [new(open.Span, "opened here")],
        });
    }

    // [0], [0,1], [0-3]; null where there is none.
    PortList? Ports()
    {
        if (_current.Kind != TokenKind.OpenBracket)
            return null;
        var open = Take();
        var ports = ImmutableArray.CreateBuilder<int>();
        while (_current.Kind is not (TokenKind.CloseBracket or TokenKind.End))
        {
            if (Port() is not { } port)
                break;
            var (first, last) = (port, port);
            if (_current.Kind == TokenKind.Minus)
            {
                var dash = Take();
                if (Port() is not { } upper)
                    break;
                last = upper;
                if (last < first)
                {
                    Report(ClickRules.MalformedPort, dash.Span, $"found ports from {first} to {last}", "expected the lower one first");
                    (first, last) = (last, first);
                }
            }

            ports.AddRange(Enumerable.Range(first, last - first + 1));
            if (_current.Kind != TokenKind.Comma)
                break;
            Advance();
        }

        if (_current.Kind == TokenKind.CloseBracket)
        {
            Advance();
            if (ports.Count == 0)
                Report(ClickRules.MalformedPort, Since(open.Span), "found no port in the brackets", "expected a number");
        }
        else
        {
            Report(ClickRules.MalformedPort, _current.Span, $"found {_current.Shown}, expected a port number or `]`");
            while (_current.Kind is TokenKind.Identifier or TokenKind.Variable or TokenKind.Comma or TokenKind.Minus or TokenKind.OpenBracket)
                Advance();
            if (_current.Kind == TokenKind.CloseBracket)
                Advance();
        }

        return new(Since(open.Span), ports.Count == 0 ? [0] : ports.ToImmutable());
    }

    int? Port()
    {
        if (_current.Kind != TokenKind.Identifier || !_current.Text.All(char.IsAsciiDigit))
            return null;
        var word = Take();
        if (int.TryParse(word.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= LargestPort)
            return port;
        Report(ClickRules.MalformedPort, word.Span, $"found port {word.Text}", $"expected one from 0 to {LargestPort}");
        return 0;
    }

    // A name, a variable, or braces; null, and nothing said, where there is none.
    ClassReference? Class()
    {
        switch (_current.Kind)
        {
            case TokenKind.Identifier:
                var name = Name(Take());
                return new NamedClass(name.Span, name.Name);
            case TokenKind.Variable:
                var variable = Take();
                return new VariableClass(variable.Span, VariableName(variable));
            case TokenKind.OpenBrace:
                return Compound();
            default:
                return null;
        }
    }

    CompoundClass? Compound()
    {
        if (!Enter())
            return null;
        var open = Take();
        var definitions = ImmutableArray.CreateBuilder<CompoundDefinition>();
        var isExtension = false;
        while (true)
        {
            if (_current.Kind == TokenKind.Ellipsis)
            {
                var dots = Take();
                isExtension = true;
                if (_current.Kind != TokenKind.CloseBrace)
                    Report(ClickRules.UnexpectedToken, dots.Span, "found `...` before other definitions", "expected it last");
            }
            else
                definitions.Add(Definition());

            if (_current.Kind != TokenKind.DoubleBar)
                break;
            Advance();
        }

        _depth--;
        Close(TokenKind.CloseBrace, open);
        return new(Since(open.Span), definitions.ToImmutable(), isExtension);
    }

    CompoundDefinition Definition()
    {
        var start = _current.Span;
        var parameters = Parameters();
        return new(Since(start), parameters, Statements());
    }

    // Variables are parameters if a comma or a bar follows: a variable may be a class as well.
    ImmutableArray<FormalParameter> Parameters()
    {
        var (position, current, behind) = (_lexer.Position, _current, _behind);
        var parameters = ImmutableArray.CreateBuilder<FormalParameter>();
        while (_current.Kind is TokenKind.Variable or TokenKind.Identifier)
        {
            var keyword = _current.Kind == TokenKind.Identifier ? Take() : (Token?)null;
            if (_current.Kind != TokenKind.Variable)
                break;
            var variable = Take();
            parameters.Add(new((keyword?.Span ?? variable.Span).To(variable.Span), keyword?.Text, VariableName(variable)));
            if (_current.Kind != TokenKind.Comma)
                break;
            Advance();
        }

        if (_current.Kind == TokenKind.Bar)
        {
            Advance();
            CheckParameters(parameters);
            return parameters.ToImmutable();
        }

        (_lexer.Position, _current, _behind) = (position, current, behind);
        return [];
    }

    void CheckParameters(ImmutableArray<FormalParameter>.Builder parameters)
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            var parameter = parameters[i];
            var earlier = parameters.Take(i).ToArray();
            if (earlier.Any(other => other.Variable == parameter.Variable))
                Report(ClickRules.MalformedParameter, parameter.Span, $"the parameter `${parameter.Variable}` is there twice");
            if (parameter.Keyword is { } keyword && earlier.Any(other => other.Keyword == keyword))
                Report(ClickRules.MalformedParameter, parameter.Span, $"the keyword `{keyword}` is there twice");
            if (earlier.Any(other => other.Keyword == CompoundParameters.Rest))
                Report(ClickRules.MalformedParameter, parameter.Span, $"a parameter behind `{CompoundParameters.Rest}`", "expected it last");
            else if (parameter.Keyword is null && earlier.Any(other => other.Keyword is not null))
                Report(ClickRules.MalformedParameter, parameter.Span, "a positional parameter behind a keyword parameter", "expected it before");
        }
    }

    string VariableName(Token token)
    {
        var text = token.Text;
        if (!text.StartsWith("${", StringComparison.Ordinal))
            return text[1..];
        var isClosed = text.EndsWith('}') && text.Length > 3;
        if (!isClosed)
            Report(ClickRules.MalformedName, token.Span, $"found {token.Shown}, expected `${{NAME}}`");
        return isClosed ? text[2..^1] : text[2..].TrimEnd('}');
    }
}
