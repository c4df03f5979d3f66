using System.Collections.Immutable;

namespace Sluice.Chains.Semantics;

/// <summary>Every kind of finding. Codes stay; texts may get better.</summary>
public static partial class DiagnosticRules
{
    static readonly List<DiagnosticRule> s_all = [];

    /// <summary>A character that has no meaning.</summary>
    public static readonly DiagnosticRule UnexpectedCharacter = Error("E0101", "unexpected character");

    /// <summary>A string that does not end on its line.</summary>
    public static readonly DiagnosticRule UnterminatedString = Error("E0102", "unterminated string");

    /// <summary>A number that is none.</summary>
    public static readonly DiagnosticRule MalformedNumber = Error("E0103", "malformed number");

    /// <summary>A number of more than 64 bits.</summary>
    public static readonly DiagnosticRule NumberTooLarge = Error("E0104", "number too large");

    /// <summary>An address that is none.</summary>
    public static readonly DiagnosticRule MalformedAddress = Error("E0105", "malformed address");

    /// <summary>A prefix with more bits than the address.</summary>
    public static readonly DiagnosticRule PrefixTooLong = Error("E0106", "prefix too long");

    /// <summary>A line whose indentation matches no open level.</summary>
    public static readonly DiagnosticRule InconsistentIndentation = Error("E0107", "inconsistent indentation");

    /// <summary>A bracket that is never closed.</summary>
    public static readonly DiagnosticRule UnclosedBracket = Error("E0108", "unclosed bracket");

    /// <summary>A closing bracket that closes nothing.</summary>
    public static readonly DiagnosticRule UnmatchedBracket = Error("E0109", "unmatched bracket");

    /// <summary>A backslash elsewhere than at the end of a line.</summary>
    public static readonly DiagnosticRule StrayBackslash = Error("E0110", "stray backslash");

    /// <summary>An operator of another language.</summary>
    public static readonly DiagnosticRule ForeignOperator = Error("E0111", "operator of another language");

    /// <summary>A prefix with bits set beyond its length.</summary>
    public static readonly DiagnosticRule HostBits = Warning("W0101", "bits beyond the prefix");

    /// <summary>A decimal number that starts with 0.</summary>
    public static readonly DiagnosticRule LeadingZero = Warning("W0102", "leading zero");

    /// <summary>All rules, by code.</summary>
    public static ImmutableArray<DiagnosticRule> All => [.. s_all.OrderBy(rule => rule.Code, StringComparer.Ordinal)];

    static DiagnosticRule Error(string code, string title) => Add(new(code, Severity.Error, title));

    static DiagnosticRule Warning(string code, string title) => Add(new(code, Severity.Warning, title));

    static DiagnosticRule Add(DiagnosticRule rule)
    {
        s_all.Add(rule);
        return rule;
    }
}
