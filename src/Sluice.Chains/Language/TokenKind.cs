namespace Sluice.Chains.Language;

/// <summary>What a token is.</summary>
public enum TokenKind
{
    /// <summary>The end of the script.</summary>
    EndOfFile,

    /// <summary>The end of a logical line.</summary>
    NewLine,

    /// <summary>The next line is indented deeper.</summary>
    Indent,

    /// <summary>A deeper level of indentation ends; one for each level.</summary>
    Dedent,

    /// <summary>A name.</summary>
    Name,

    /// <summary>A word that cannot be a name.</summary>
    Keyword,

    /// <summary>An operator, bracket or separator.</summary>
    Punctuation,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with a fraction; the published grammar has them, eBPF does not.</summary>
    Float,

    /// <summary>A string.</summary>
    String,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>An IPv4 address.</summary>
    IPv4,

    /// <summary>An IPv6 address.</summary>
    IPv6,

    /// <summary>A MAC address.</summary>
    Mac,

    /// <summary>Something malformed that has been reported.</summary>
    Bad,
}
