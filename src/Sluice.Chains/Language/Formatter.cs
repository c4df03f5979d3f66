using System.Collections.Immutable;
using System.Text;
using Sluice.Chains.Language.Syntax;

namespace Sluice.Chains.Language;

/// <summary>Writes a script in the one usual form, with its comments.</summary>
/// <remarks>
/// A statement a line, four spaces a level, one space around operators, types behind names, at most one empty line in a row
/// and one between chains, lines of at most <see cref="LongestLine"/> columns where a bracket allows it. Formatting keeps the
/// meaning (<see cref="SyntaxTreeText"/>), and formatting again changes nothing.
/// </remarks>
public sealed class Formatter
{
    /// <summary>Columns that a line should not exceed.</summary>
    public const int LongestLine = 100;

    const int Indentation = 4;

    readonly StringBuilder _text = new();
    readonly ImmutableArray<Comment> _comments;
    readonly SourceText _source;
    int _nextComment;
    int _lastLine;

    Formatter(Script script) => (_comments, _source) = (script.Comments, script.Span.Source);

    /// <summary>The script in its usual form, or null if it has syntax errors, which are in <paramref name="diagnostics"/>.</summary>
    public static string? Format(SourceText source, DiagnosticBag diagnostics)
    {
        var script = Parser.Parse(source, new Dictionary<string, string>(), diagnostics);
        if (diagnostics.ErrorCount > 0)
            return null;
        Formatter formatter = new(script);
        formatter.Block(script.Statements, 0);
        formatter.Comments(source.Text.Length, 0);
        return formatter._text.ToString();
    }

    void Block(ImmutableArray<Statement> statements, int depth)
    {
        Statement? before = null;
        foreach (var statement in statements)
        {
            Comments(statement.Span.Start, depth, before is ChainDefinition
                || (before is not null && statement is ChainDefinition));
            Space(statement.Span.Line, before is ChainDefinition
                || (before is not null && statement is ChainDefinition && !EndsInComment()));
            Write(statement, depth);
            before = statement;
        }
    }

    bool EndsInComment() => _lastLine < 0;

    // The comments before a position, each on a line of its own.
    void Comments(int before, int depth, bool isApart = false)
    {
        while (_nextComment < _comments.Length && _comments[_nextComment].Span.Start < before)
        {
            var comment = _comments[_nextComment++];
            Space(comment.Span.Line, isApart);
            isApart = false;
            Indent(depth).Append(comment.Span.Text).Append('\n');
            _lastLine = comment.Span.Line;
        }
    }

    // An empty line where the script has at least one, or where one belongs.
    void Space(int line, bool isApart)
    {
        var isFirst = _text.Length == 0;
        var hasGap = line > _lastLine + 1 && _lastLine > 0;
        if (!isFirst && (hasGap || (isApart && !IsComment(line - 1))))
            _text.Append('\n');
    }

    bool IsComment(int line) => line > 0 && _source.Line(line).AsSpan().TrimStart().StartsWith("#");

    StringBuilder Indent(int depth) => _text.Append(' ', depth * Indentation);

    // One line of text, and the comment that stands at its end in the script.
    void Line(string line, int depth, int lastLine)
    {
        Indent(depth).Append(line);
        if (_nextComment < _comments.Length && _comments[_nextComment] is { IsAlone: false } comment
            && comment.Span.Line == lastLine)
        {
            _text.Append("  ").Append(comment.Span.Text);
            _nextComment++;
        }

        _text.Append('\n');
        _lastLine = lastLine;
    }

    void Header(string line, int depth, SourceSpan last, ImmutableArray<Statement> body)
    {
        Line(line, depth, last.LastLine);
        // A block without statements has been refused; one that holds only a comment keeps it.
        Block(body, depth + 1);
    }

    void Write(Statement statement, int depth)
    {
        switch (statement)
        {
            case ChainDefinition chain:
                var parameters = chain.Parameters.Select(parameter =>
                    parameter.Name.Name + (parameter.Type is { } type ? ": " + type.Name : ""));
                Header($"def {chain.Name.Name}({string.Join(", ", parameters)}):", depth, chain.Name.Span, chain.Body);
                break;
            case IfStatement @if:
                foreach (var branch in @if.Branches)
                {
                    if (branch != @if.Branches[0])
                        Comments(branch.Span.Start, depth);
                    Header($"{(branch == @if.Branches[0] ? "if" : "elif")} {ExpressionText.Of(branch.Condition)}:",
                        depth, branch.Condition.Span, branch.Body);
                }

                if (@if.Else is { } otherwise)
                {
                    Comments(otherwise.Span.Start, depth);
                    Header("else:", depth, otherwise.Span with { End = otherwise.Span.Start + 1 }, otherwise.Body);
                }

                break;
            case WhileStatement @while:
                Header($"while {ExpressionText.Of(@while.Condition)}:", depth, @while.Condition.Span, @while.Body);
                break;
            case ForStatement @for:
                Header($"for {@for.Variable.Name} in range({ExpressionText.List(@for.Range)}):", depth,
                    @for.Range[^1].Span, @for.Body);
                break;
            default:
                Simple(statement, depth);
                break;
        }
    }

    void Simple(Statement statement, int depth)
    {
        // What is said within its brackets is said before it, but for the entries of a map.
        if (statement is AssignmentStatement { Value: MapLiteral map } && IsLong(statement, map, depth))
        {
            Entries((AssignmentStatement)statement, map, depth);
            return;
        }

        // Whether an empty line stands above has been settled for the statement.
        var last = statement.Span.LastLine;
        while (_nextComment < _comments.Length && _comments[_nextComment].Span is var span
            && span.End < statement.Span.End && span.Start > statement.Span.Start)
        {
            Indent(depth).Append(span.Text).Append('\n');
            _nextComment++;
        }

        Line(StatementText.Of(statement, LongestLine - depth * Indentation), depth, last);
    }

    bool IsLong(Statement statement, MapLiteral map, int depth) =>
        map.Pairs.Length > 0 && (StatementText.Of(statement, int.MaxValue).Length + depth * Indentation > LongestLine
            || _source.Locate(map.Span.Start).Line != map.Span.LastLine);

    void Entries(AssignmentStatement statement, MapLiteral map, int depth)
    {
        Line(StatementText.Of(statement with { Value = map with { Pairs = [] } }, int.MaxValue)[..^1], depth, map.Span.Line);
        foreach (var pair in map.Pairs)
        {
            Comments(pair.Span.Start, depth + 1);
            Line($"{ExpressionText.Of(pair.Key)}: {ExpressionText.Of(pair.Value)},", depth + 1, pair.Span.LastLine);
        }

        Comments(map.Span.End, depth + 1);
        Line("}", depth, map.Span.LastLine);
    }
}
