namespace Sluice.Runtime.Execution;

/// <summary>How a program is run in process. All three give the same results.</summary>
public enum ExecutionMode
{
    /// <summary>Compiled; every access is checked, and backward jumps spend a budget. For code that nobody proved.</summary>
    Sandbox,

    /// <summary>Compiled without checks, for code that is proved or trusted: a wrong program can end the process.</summary>
    Compiled,

    /// <summary>Interpreted, with the sandbox's checks.</summary>
    Interpret,
}
