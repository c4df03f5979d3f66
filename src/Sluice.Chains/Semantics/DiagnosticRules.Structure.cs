namespace Sluice.Chains.Semantics;

public static partial class DiagnosticRules
{
    /// <summary>A statement at the top level that would have to be executed.</summary>
    public static readonly DiagnosticRule OutsideChain = Error("E0601", "outside a chain");

    /// <summary><c>break</c> or <c>continue</c> outside a loop.</summary>
    public static readonly DiagnosticRule OutsideLoop = Error("E0602", "outside a loop");

    /// <summary>A statement in a chain that belongs to the top level.</summary>
    public static readonly DiagnosticRule InsideChain = Error("E0603", "inside a chain");

    /// <summary>A value at the top level that is not constant.</summary>
    public static readonly DiagnosticRule NotConstant = Error("E0604", "not constant");

    /// <summary>A map that does not exist.</summary>
    public static readonly DiagnosticRule UnknownMap = Error("E0701", "unknown map");

    /// <summary>A key or value that does not fit the map.</summary>
    public static readonly DiagnosticRule MapShape = Error("E0702", "does not fit the map");

    /// <summary>A chain that does not exist.</summary>
    public static readonly DiagnosticRule UnknownChain = Error("E0703", "unknown chain");

    /// <summary>An attachment that cannot be.</summary>
    public static readonly DiagnosticRule MalformedAttachment = Error("E0704", "malformed attachment");

    /// <summary>A loader that is not known.</summary>
    public static readonly DiagnosticRule UnknownLoader = Error("E0705", "unknown loader");

    /// <summary>A map declared with parameters that make none.</summary>
    public static readonly DiagnosticRule MalformedMap = Error("E0706", "malformed map");
}
