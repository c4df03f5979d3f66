namespace Sluice.Verifier.Analysis;

/// <summary>Why a function is run, which decides what it may return.</summary>
enum FunctionRole : byte
{
    /// <summary>It is the program.</summary>
    Program,

    /// <summary>A function of the program calls it.</summary>
    SubProgram,

    /// <summary>It is verified alone, for all that may call it.</summary>
    Global,

    /// <summary>A helper calls it: it returns 0 or 1.</summary>
    Callback,

    /// <summary>The kernel calls it later: it returns 0.</summary>
    AsynchronousCallback,
}
