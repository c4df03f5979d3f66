namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>How names are written.</summary>
static class Names
{
    /// <summary>The name itself, or in quotation marks where the assembler would not read it as one word.</summary>
    public static string Quote(string name) =>
        Lexer.Tokenize(name) is [{ Kind: TokenKind.Word } word, _] && word.Text == name
            ? name
            : $"\"{name.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
}
