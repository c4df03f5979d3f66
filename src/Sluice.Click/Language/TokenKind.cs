namespace Sluice.Click.Language;

/// <summary>Kinds of words.</summary>
enum TokenKind
{
    End,
    Bad,
    Identifier,
    Variable,
    ElementClass,
    Require,
    Provide,
    Define,
    Arrow,
    ManyArrow,
    DoubleColon,
    Semicolon,
    Comma,
    OpenParenthesis,
    CloseParenthesis,
    OpenBracket,
    CloseBracket,
    OpenBrace,
    CloseBrace,
    Bar,
    DoubleBar,
    Ellipsis,
    Minus,
}
