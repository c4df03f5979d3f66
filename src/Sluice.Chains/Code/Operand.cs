namespace Sluice.Chains.Code;

/// <summary>A value that an operation reads: a virtual register, or a constant.</summary>
/// <param name="Register">The register's number, or -1 for a constant.</param>
/// <param name="Constant">The constant; 0 for a register.</param>
public readonly record struct Operand(int Register, long Constant)
{
    /// <summary>The register <paramref name="number"/>.</summary>
    public static Operand Of(int number) => new(number, 0);

    /// <summary>The constant <paramref name="value"/>.</summary>
    public static Operand Value(long value) => new(-1, value);

    /// <summary>Is it a constant?</summary>
    public bool IsConstant => Register < 0;
}
