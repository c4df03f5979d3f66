namespace Sluice.Runtime.Code;

/// <summary>The value that a program holds for the address of one of its functions.</summary>
/// <remarks>
/// Not an address of anything: the upper bits make it one that no processor maps, so a sandboxed access through it always
/// misses. The lower bits name the loaded program and the function, so that a handle finds its function again
/// (<see cref="CodeTable"/>) in whichever mode it runs.
/// </remarks>
static class CodeHandle
{
    const ulong Mark = 0x5c0d_0000_0000_0000;
    const ulong MarkMask = 0xffff_0000_0000_0000;

    /// <summary>The handle of function <paramref name="function"/> of program number <paramref name="program"/>.</summary>
    public static ulong Make(int program, int function) => Mark | (ulong)(uint)program << 16 | (ushort)function;

    /// <summary>Does <paramref name="value"/> look like a handle?</summary>
    public static bool IsHandle(ulong value) => (value & MarkMask) == Mark;

    /// <summary>Is <paramref name="value"/> the handle of a function of <paramref name="code"/>?</summary>
    public static bool IsFunctionOf(ProgramCode code, ulong value) =>
        IsHandle(value) && Program(value) == code.Id && Function(value) < code.Functions.Length;

    /// <summary>The number of the program.</summary>
    public static int Program(ulong handle) => (int)(handle >> 16);

    /// <summary>The index of the function.</summary>
    public static int Function(ulong handle) => (int)(handle & 0xffff);
}
