using System.Diagnostics.CodeAnalysis;
using System.Text;
using Sluice.Bpf.Btf;

namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>Reads the operands of a directive; the first error ends it and goes to the list.</summary>
sealed class DirectiveReader(Statement statement, ErrorList errors, BtfTypes? types = null)
{
    int _position = statement.Start + 1;

    public int Line => statement.Line;

    public Token Current => statement.Tokens[Math.Min(_position, statement.Tokens.Length - 1)];

    public bool IsAtEnd => Current.Kind == TokenKind.End;

    public bool Fail(string expected, string? suggestion = null)
    {
        errors.Add(statement.Line, Current, expected, suggestion);
        return false;
    }

    /// <summary>Notes that the directive itself is out of place.</summary>
    public bool FailWhole(string expected)
    {
        errors.Add(statement.Line, statement.First, expected);
        return false;
    }

    /// <summary>Are there no more operands?</summary>
    public bool AtEnd() => IsAtEnd || Fail("the end of the line");

    public bool Accept(string text)
    {
        if (!Current.Is(text))
            return false;
        _position++;
        return true;
    }

    public bool Expect(string text) => Accept(text) || Fail($"'{text}'");

    /// <summary>Reads a name: a word, or a string for names that are none.</summary>
    public bool TryName(out Token name)
    {
        name = Current;
        if (name.Kind is not (TokenKind.Word or TokenKind.String))
            return Fail("a name");
        _position++;
        return true;
    }

    public bool TryString(out string text)
    {
        text = Current.Text;
        if (Current.Kind != TokenKind.String)
            return Fail("text in quotation marks");
        _position++;
        return true;
    }

    public bool TryNumber(Int128 minimum, Int128 maximum, out Int128 value)
    {
        var sign = Accept("-") ? -1 : 1;
        value = sign * (Int128)Current.Value;
        if (Current.Kind != TokenKind.Number || value < minimum || value > maximum)
            return Fail($"a number from {minimum} to {maximum}");
        _position++;
        return true;
    }

    /// <summary>Reads the id of one of the object's types.</summary>
    public bool TryType([NotNullWhen(true)] out BtfType? type)
    {
        type = null;
        var last = types is null ? -1 : types.All.Length - 1;
        if (last < 0)
            return Fail("it only with a .btf block");
        if (!TryNumber(0, last, out var id))
            return false;
        type = types![(int)id];
        return true;
    }

    public bool TryAddend(out int addend)
    {
        addend = 0;
        if (Current.Is("-") || Accept("+"))
        {
            if (!TryNumber(int.MinValue, int.MaxValue, out var value))
                return false;
            addend = (int)value;
        }

        return true;
    }

    /// <summary>Reads a value of an enumeration by name, written <c>prog_array</c> for <c>ProgArray</c>, or by number.</summary>
    public bool TryEnum<T>(out T value)
        where T : struct, Enum
    {
        value = default;
        if (Current.Kind == TokenKind.Number)
        {
            if (!TryNumber(0, uint.MaxValue, out var number))
                return false;
            value = (T)Enum.ToObject(typeof(T), (uint)number);
            return true;
        }

        var word = Current.Text.Replace("_", "");
        if (Current.Kind != TokenKind.Word || !Enum.TryParse(word, ignoreCase: true, out value))
        {
            var names = Enum.GetNames<T>().Select(ToSnakeCase);
            return Fail($"a {ToWords(typeof(T).Name)}", Spelling.Closest(Current.Text, names));
        }

        _position++;
        return true;
    }

    /// <summary><c>ProgArray</c> as <c>prog_array</c>.</summary>
    public static string ToSnakeCase(string name) => Separate(name, '_');

    static string ToWords(string name) => Separate(name, ' ');

    static string Separate(string name, char separator)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0)
                text.Append(separator);
            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
