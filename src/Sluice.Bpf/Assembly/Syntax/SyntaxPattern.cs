using System.Collections.Immutable;

namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>The text form of an instruction, cut into fixed text and operands; it serves for reading and for writing.</summary>
sealed class SyntaxPattern
{
    static readonly int s_longestCode = Operands.ByCode.Keys.Max(code => code.Length);

    SyntaxPattern(ImmutableArray<SyntaxElement> elements) => Elements = elements;

    public ImmutableArray<SyntaxElement> Elements { get; }

    /// <summary>Cuts a pattern in the notation of <see cref="Instructions.InstructionForm"/>.</summary>
    public static SyntaxPattern Parse(string text)
    {
        var elements = ImmutableArray.CreateBuilder<SyntaxElement>();
        var start = 0;
        var position = 0;
        while (position < text.Length)
        {
            if (text[position] == '%' && FindOperand(text, position + 1) is { } operand)
            {
                AddFixed(elements, text[start..position]);
                elements.Add(new("", [], operand));
                position += 1 + operand.Code.Length;
                start = position;
            }
            else
            {
                position++;
            }
        }

        AddFixed(elements, text[start..]);
        return new(elements.ToImmutable());
    }

    static Operand? FindOperand(string text, int position)
    {
        for (var length = Math.Min(s_longestCode, text.Length - position); length > 0; length--)
        {
            if (Operands.ByCode.TryGetValue(text.Substring(position, length), out var operand))
                return operand;
        }

        return null;
    }

    static void AddFixed(ImmutableArray<SyntaxElement>.Builder elements, string text)
    {
        if (text.Length > 0)
            elements.Add(new(text, [.. Lexer.Tokenize(text).SkipLast(1).Select(token => token.Text)], null));
    }
}
