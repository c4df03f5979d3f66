namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>Cuts a text into statements and labels.</summary>
static class StatementReader
{
    /// <summary>The statements of <paramref name="text"/>; labels and empty lines are given to <paramref name="onLabel"/> or dropped.</summary>
    public static void Read(string text, Action<int, Token> onLabel, Action<Statement> onStatement)
    {
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            var tokens = Lexer.Tokenize(line.ToString());
            var start = SkipMargin(tokens);
            while (tokens[start].Kind is TokenKind.Word or TokenKind.String && tokens[start + 1].Is(":"))
            {
                onLabel(number, tokens[start]);
                start += 2;
            }

            if (tokens[start].Kind != TokenKind.End)
                onStatement(new(number, tokens, start));
        }
    }

    // "17:" of llvm-objdump and "17: (bf)" of bpftool.
    static int SkipMargin(Token[] tokens)
    {
        if (tokens is not [{ Kind: TokenKind.Number }, { Text: ":" }, ..])
            return 0;
        return tokens is [_, _, { Text: "(" }, _, { Text: ")" }, ..] ? 5 : 2;
    }
}
