using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Interpreter;

/// <summary>What the interpreter keeps for the functions that are open, in memory: only calls look at it.</summary>
unsafe struct CallFrames
{
    /// <summary>Registers of one function.</summary>
    public const int RegisterCount = 11;

    /// <summary>The registers of each function.</summary>
    public fixed ulong Registers[RegisterCount * Cpu.MaxFrames];

    /// <summary>Where each function goes on after the call: the next operation's address.</summary>
    public fixed ulong Returns[Cpu.MaxFrames];

    /// <summary>What is left of each function's may_goto.</summary>
    public fixed int MayGoto[Cpu.MaxFrames];

    /// <summary>Functions that are open beside the innermost.</summary>
    public int Depth;
}
