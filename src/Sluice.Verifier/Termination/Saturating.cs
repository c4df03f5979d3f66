namespace Sluice.Verifier.Termination;

/// <summary>Arithmetic on bounds, which stays at the greatest number instead of wrapping.</summary>
static class Saturating
{
    /// <summary>The sum.</summary>
    public static ulong Add(ulong a, ulong b) => a + b < a ? ulong.MaxValue : a + b;

    /// <summary>The product.</summary>
    public static ulong Multiply(ulong a, ulong b) => Math.BigMul(a, b, out var low) == 0 ? low : ulong.MaxValue;
}
