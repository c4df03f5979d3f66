using System.Collections.Immutable;
using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Language;

/// <summary>Every kind of finding about a configuration. Codes stay; texts may get better.</summary>
public static class ClickRules
{
    static readonly List<DiagnosticRule> s_all = [];

    /// <summary>A character that has no meaning.</summary>
    public static readonly DiagnosticRule UnexpectedCharacter = Error("C0101", "unexpected character");

    /// <summary>A parenthesis that is never closed.</summary>
    public static readonly DiagnosticRule UnclosedParenthesis = Error("C0102", "unclosed parenthesis");

    /// <summary>A comment that is never closed.</summary>
    public static readonly DiagnosticRule UnclosedComment = Error("C0103", "unclosed comment");

    /// <summary>A <c>#</c> that starts no line directive.</summary>
    public static readonly DiagnosticRule MalformedDirective = Error("C0104", "malformed line directive");

    /// <summary>Something else than the grammar has there.</summary>
    public static readonly DiagnosticRule UnexpectedToken = Error("C0201", "unexpected word");

    /// <summary>A port that is no number, or a range that is none.</summary>
    public static readonly DiagnosticRule MalformedPort = Error("C0202", "malformed port");

    /// <summary>A name that cannot be one.</summary>
    public static readonly DiagnosticRule MalformedName = Error("C0203", "malformed name");

    /// <summary>Braces or parentheses within each other beyond all use.</summary>
    public static readonly DiagnosticRule NestedTooDeep = Error("C0204", "nested too deep");

    /// <summary>Parameters in an order, or of a form, that cannot be.</summary>
    public static readonly DiagnosticRule MalformedParameter = Error("C0205", "malformed parameter");

    /// <summary>A <c>define</c>, <c>require</c> or <c>provide</c> that says nothing.</summary>
    public static readonly DiagnosticRule MalformedStatement = Error("C0206", "malformed statement");

    /// <summary>A word that is neither an element nor a class.</summary>
    public static readonly DiagnosticRule UnknownName = Error("C0301", "unknown name");

    /// <summary>A class that nothing has.</summary>
    public static readonly DiagnosticRule UnknownClass = Error("C0302", "unknown element class");

    /// <summary>Two elements with one name.</summary>
    public static readonly DiagnosticRule DuplicateName = Error("C0303", "name declared twice");

    /// <summary>A variable defined twice in a scope.</summary>
    public static readonly DiagnosticRule DuplicateVariable = Error("C0304", "variable defined twice");

    /// <summary>A variable that has no value where a class is needed.</summary>
    public static readonly DiagnosticRule UnknownVariable = Error("C0305", "unknown variable");

    /// <summary>A package or library that is not there.</summary>
    public static readonly DiagnosticRule UnknownRequirement = Error("C0306", "unmet requirement");

    /// <summary>An element name as a class, or a class as an element.</summary>
    public static readonly DiagnosticRule NotAClass = Error("C0307", "not an element class");

    /// <summary>Arguments that no definition of a compound element takes.</summary>
    public static readonly DiagnosticRule ArgumentMismatch = Error("C0401", "arguments do not match");

    /// <summary>No overload of a compound element fits.</summary>
    public static readonly DiagnosticRule NoOverload = Error("C0402", "no definition fits");

    /// <summary>Compound elements within each other without end.</summary>
    public static readonly DiagnosticRule TooManyElements = Error("C0403", "too many elements");

    /// <summary>Arrows with numbers of ports that cannot be connected.</summary>
    public static readonly DiagnosticRule ConnectionMismatch = Error("C0501", "ports do not match");

    /// <summary>A port on the wrong side of <c>input</c> or <c>output</c>.</summary>
    public static readonly DiagnosticRule WrongSide = Error("C0502", "wrong side of a pseudo-element");

    /// <summary>A port of a compound element or group that is skipped.</summary>
    public static readonly DiagnosticRule SkippedPort = Error("C0503", "skipped port");

    /// <summary>Ports before or behind an element that nothing is connected to.</summary>
    public static readonly DiagnosticRule StrayPorts = Error("C0504", "ports without a connection");

    /// <summary>An element with more or fewer ports than its class has.</summary>
    public static readonly DiagnosticRule PortCount = Error("C0601", "wrong number of ports");

    /// <summary>A port that must be connected and is not.</summary>
    public static readonly DiagnosticRule UnusedPort = Error("C0602", "unused port");

    /// <summary>A push output or a pull input that is connected more than once.</summary>
    public static readonly DiagnosticRule RepeatedConnection = Error("C0603", "connected more than once");

    /// <summary>Push meets pull.</summary>
    public static readonly DiagnosticRule PushPullConflict = Error("C0604", "push meets pull");

    /// <summary>A loop that no packet leaves.</summary>
    public static readonly DiagnosticRule EndlessLoop = Error("C0605", "endless loop");

    /// <summary>An element that refuses its arguments, or that cannot start.</summary>
    public static readonly DiagnosticRule ElementRefused = Error("C0701", "element refused");

    /// <summary>All rules, by code.</summary>
    public static ImmutableArray<DiagnosticRule> All => [.. s_all.OrderBy(rule => rule.Code, StringComparer.Ordinal)];

    static DiagnosticRule Error(string code, string title) => Add(new(code, Severity.Error, title));

    static DiagnosticRule Add(DiagnosticRule rule)
    {
        s_all.Add(rule);
        return rule;
    }
}
