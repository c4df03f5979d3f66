namespace Sluice.Chains.Semantics;

public static partial class DiagnosticRules
{
    /// <summary>A value of another type than expected.</summary>
    public static readonly DiagnosticRule TypeMismatch = Error("E0401", "wrong type");

    /// <summary>A number that does not fit.</summary>
    public static readonly DiagnosticRule OutOfRange = Error("E0402", "number out of range");

    /// <summary>A number with a fraction.</summary>
    public static readonly DiagnosticRule FloatingPoint = Error("E0403", "floating-point number");

    /// <summary>A string where a value belongs.</summary>
    public static readonly DiagnosticRule StringAsValue = Error("E0404", "string used as a value");

    /// <summary>A type that does not exist.</summary>
    public static readonly DiagnosticRule UnknownType = Error("E0405", "unknown type");

    /// <summary>Values that cannot be compared.</summary>
    public static readonly DiagnosticRule NotComparable = Error("E0406", "not comparable");

    /// <summary>A value that cannot be changed.</summary>
    public static readonly DiagnosticRule ReadOnly = Error("E0407", "read-only");

    /// <summary>A call with too few or too many arguments.</summary>
    public static readonly DiagnosticRule ArgumentCount = Error("E0501", "wrong number of arguments");

    /// <summary>A call of something that is not callable.</summary>
    public static readonly DiagnosticRule NotCallable = Error("E0502", "not callable");

    /// <summary>Named arguments where none belong.</summary>
    public static readonly DiagnosticRule NamedArgument = Error("E0503", "named argument");

    /// <summary>More parameters than there are registers for.</summary>
    public static readonly DiagnosticRule TooManyParameters = Error("E0504", "too many parameters");

    /// <summary>A setting that the function has not.</summary>
    public static readonly DiagnosticRule UnknownSetting = Error("E0505", "unknown setting");

    /// <summary>A comparison whose result is always the same.</summary>
    public static readonly DiagnosticRule AlwaysSame = Warning("W0401", "always the same");

    /// <summary>A signed and an unsigned number of 64 bits together.</summary>
    public static readonly DiagnosticRule MixedSigns = Warning("W0402", "signed and unsigned");

    /// <summary>A division by zero, which gives 0.</summary>
    public static readonly DiagnosticRule DivisionByZero = Warning("W0403", "division by zero");

    /// <summary>A shift by more bits than there are.</summary>
    public static readonly DiagnosticRule ShiftTooFar = Warning("W0404", "shift too far");
}
