namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>A line of assembly text, without its labels.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Tokens">All tokens of the line; the last is the end.</param>
/// <param name="Start">The first that is not part of a label or of a disassembler's margin.</param>
readonly record struct Statement(int Line, Token[] Tokens, int Start)
{
    /// <summary>The token that says what the statement is.</summary>
    public Token First => Tokens[Start];

    /// <summary>Is it an instruction, or a directive that stands among them?</summary>
    public bool IsCode => !First.Text.StartsWith('.') || First.Kind != TokenKind.Word || CodeAssembler.Directives.Contains(First.Text);
}
