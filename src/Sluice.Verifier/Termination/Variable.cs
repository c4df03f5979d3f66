namespace Sluice.Verifier.Termination;

/// <summary>Numbers for what may count a loop's rounds: registers r0 to r9, and values on the function's stack.</summary>
static class Variable
{
    /// <summary>How many registers count.</summary>
    public const int Registers = 10;

    const int FirstCell = 16, SizeFactor = 16;

    /// <summary>The value of a size at a place of the stack, from the frame's lowest byte.</summary>
    public static int Cell(int start, int size) => FirstCell + start * SizeFactor + size;

    /// <summary>Is it on the stack?</summary>
    public static bool IsCell(int variable) => variable >= FirstCell;

    /// <summary>The place and the size of a value on the stack.</summary>
    public static (int Start, int Size) PlaceOf(int variable) => ((variable - FirstCell) / SizeFactor, (variable - FirstCell) % SizeFactor);
}
