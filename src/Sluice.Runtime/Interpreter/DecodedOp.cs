using System.Runtime.InteropServices;

namespace Sluice.Runtime.Interpreter;

/// <summary>One operation, with everything that it needs in one place.</summary>
/// <remarks>There is one for each slot, so that the distance between operations is that between slots.</remarks>
[StructLayout(LayoutKind.Sequential, Size = 16)]
struct DecodedOp
{
    /// <summary>What to do.</summary>
    public OpCode Code;

    /// <summary>The destination register.</summary>
    public byte Destination;

    /// <summary>The source register.</summary>
    public byte Source;

    /// <summary>The distance of a jump or a local call in operations, or of an access from its base in bytes.</summary>
    public int Offset;

    /// <summary>The immediate; for a helper the index of its binding.</summary>
    public long Immediate;
}
