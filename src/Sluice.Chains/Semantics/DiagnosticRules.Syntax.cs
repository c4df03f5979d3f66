namespace Sluice.Chains.Semantics;

public static partial class DiagnosticRules
{
    /// <summary>Something else than the grammar has there.</summary>
    public static readonly DiagnosticRule UnexpectedToken = Error("E0201", "unexpected word");

    /// <summary>An expression is missing.</summary>
    public static readonly DiagnosticRule ExpectedExpression = Error("E0202", "expression missing");

    /// <summary>A colon is missing before a block.</summary>
    public static readonly DiagnosticRule ExpectedColon = Error("E0203", "colon missing");

    /// <summary>A block is missing, or empty.</summary>
    public static readonly DiagnosticRule ExpectedBlock = Error("E0204", "block missing");

    /// <summary>A line is indented where no block starts.</summary>
    public static readonly DiagnosticRule UnexpectedIndentation = Error("E0205", "unexpected indentation");

    /// <summary>An assignment where a condition stands.</summary>
    public static readonly DiagnosticRule AssignmentInCondition = Error("E0206", "assignment in a condition");

    /// <summary><c>else</c> or <c>elif</c> without an <c>if</c>.</summary>
    public static readonly DiagnosticRule ElseWithoutIf = Error("E0207", "else without if");

    /// <summary>A word of another language, or a misspelt keyword.</summary>
    public static readonly DiagnosticRule UnknownStatement = Error("E0208", "unknown statement");

    /// <summary>Something that cannot be assigned to.</summary>
    public static readonly DiagnosticRule NotAssignable = Error("E0209", "not assignable");

    /// <summary>A loop over something else than a range.</summary>
    public static readonly DiagnosticRule ExpectedRange = Error("E0210", "range expected");

    /// <summary>An import of another form.</summary>
    public static readonly DiagnosticRule MalformedImport = Error("E0211", "malformed import");

    /// <summary>A declaration without a value.</summary>
    public static readonly DiagnosticRule MissingValue = Error("E0212", "declaration without a value");

    /// <summary>Brackets or blocks within each other beyond all use.</summary>
    public static readonly DiagnosticRule NestedTooDeep = Error("E0213", "nested too deep");

    /// <summary>A type's name is no variable.</summary>
    public static readonly DiagnosticRule TypeAsName = Error("E0214", "type used as a name");

    /// <summary>Operators that the published tools, printing C, grouped otherwise.</summary>
    public static readonly DiagnosticRule PrecedenceDiffers = Warning("W0201", "grouped otherwise by the published tools");

    /// <summary>Two statements on a line with nothing between them.</summary>
    public static readonly DiagnosticRule MissingSemicolon = Warning("W0202", "statements not separated");
}
