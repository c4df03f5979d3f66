namespace Sluice.Chains.Semantics;

public static partial class DiagnosticRules
{
    /// <summary>A name that nothing has.</summary>
    public static readonly DiagnosticRule UnknownName = Error("E0301", "unknown name");

    /// <summary>A call of something that is not known.</summary>
    public static readonly DiagnosticRule UnknownFunction = Error("E0302", "unknown function");

    /// <summary>An import from a package that is not known.</summary>
    public static readonly DiagnosticRule UnknownPackage = Error("E0303", "unknown package");

    /// <summary>An import of something that the package or file has not.</summary>
    public static readonly DiagnosticRule UnknownImport = Error("E0304", "unknown import");

    /// <summary>A variable that has no value on some way.</summary>
    public static readonly DiagnosticRule Unassigned = Error("E0305", "variable without a value");

    /// <summary>A variable declared twice with different types.</summary>
    public static readonly DiagnosticRule Redeclared = Error("E0306", "declared with another type");

    /// <summary>Two things with the same name.</summary>
    public static readonly DiagnosticRule DuplicateName = Error("E0307", "name defined twice");

    /// <summary>A constant that is changed.</summary>
    public static readonly DiagnosticRule ConstantChanged = Error("E0308", "constant changed");

    /// <summary>A function, chain, loader or map where a value belongs.</summary>
    public static readonly DiagnosticRule NotAValue = Error("E0309", "not a value");

    /// <summary>A header, field or member that does not exist.</summary>
    public static readonly DiagnosticRule UnknownMember = Error("E0310", "unknown member");

    /// <summary>A file that cannot be imported.</summary>
    public static readonly DiagnosticRule FileNotImported = Error("E0311", "file not imported");

    /// <summary>A name that means something already.</summary>
    public static readonly DiagnosticRule ReservedName = Error("E0312", "reserved name");

    /// <summary>A value that is never used.</summary>
    public static readonly DiagnosticRule UnusedVariable = Warning("W0301", "unused variable");

    /// <summary>Code that is never executed.</summary>
    public static readonly DiagnosticRule Unreachable = Warning("W0302", "unreachable code");

    /// <summary>A statement that does nothing.</summary>
    public static readonly DiagnosticRule NoEffect = Warning("W0303", "no effect");

    /// <summary>A way through an entry chain that gives no verdict.</summary>
    public static readonly DiagnosticRule NoVerdict = Warning("W0304", "no verdict");

    /// <summary>A chain that calls itself, perhaps through others.</summary>
    public static readonly DiagnosticRule Recursion = Warning("W0305", "recursion");

    /// <summary>Is it about what is used and reached, which an error elsewhere may change?</summary>
    public static bool IsAboutFlow(DiagnosticRule rule) =>
        rule == UnusedVariable || rule == Unreachable || rule == NoEffect || rule == NoVerdict;
}
