namespace Sluice.Chains.Code;

/// <summary>Arithmetic with two operands of 64 bits.</summary>
/// <remarks>
/// As eBPF has it (RFC 9669 section 4.1): results wrap; dividing by zero gives 0, the remainder is then the dividend; the
/// smallest number divided by -1 gives itself, with remainder 0; shifts take the lower six bits of the right operand.
/// </remarks>
public enum BinaryOperator : byte
{
#pragma warning disable CS1591 // Each name says it.
    Add, Subtract, Multiply, Divide, SignedDivide, Modulo, SignedModulo, And, Or, Xor, ShiftLeft, ShiftRight,
    ArithmeticShiftRight,
#pragma warning restore CS1591
}
