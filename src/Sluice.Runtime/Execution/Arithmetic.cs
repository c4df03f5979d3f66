namespace Sluice.Runtime.Execution;

/// <summary>Division as the instruction set has it, where the machine's would trap.</summary>
/// <remarks>RFC 9669 section 4.1: by zero gives 0, the remainder by zero is the dividend; the least number by -1 wraps.</remarks>
static class Arithmetic
{
    public static ulong Divide(ulong a, ulong b) => b == 0 ? 0 : a / b;

    public static uint Divide(uint a, uint b) => b == 0 ? 0 : a / b;

    public static long Divide(long a, long b) => b == 0 ? 0 : b == -1 ? -a : a / b;

    public static int Divide(int a, int b) => b == 0 ? 0 : b == -1 ? -a : a / b;

    public static ulong Modulo(ulong a, ulong b) => b == 0 ? a : a % b;

    public static uint Modulo(uint a, uint b) => b == 0 ? a : a % b;

    public static long Modulo(long a, long b) => b == 0 ? a : b == -1 ? 0 : a % b;

    public static int Modulo(int a, int b) => b == 0 ? a : b == -1 ? 0 : a % b;
}
