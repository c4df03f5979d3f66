namespace Sluice.Runtime.Execution;

/// <summary>What a program did that ended its run.</summary>
public enum FaultKind
{
    /// <summary>It read or wrote memory that is not its own.</summary>
    OutOfBounds,

    /// <summary>It read or wrote near address 0: a lookup's null, most often.</summary>
    NullDereference,

    /// <summary>It wrote to memory that it may only read.</summary>
    ReadOnly,

    /// <summary>It used an address atomically that is not a multiple of the access's size.</summary>
    Misaligned,

    /// <summary>It took more backward jumps than its budget allows.</summary>
    BudgetSpent,

    /// <summary>Calls nested deeper than there are stack frames.</summary>
    CallDepth,

    /// <summary>It named a map to a helper with a value that is no map of its own.</summary>
    BadMapHandle,

    /// <summary>It gave a helper memory or a function that is not its own.</summary>
    BadHelperArgument,

    /// <summary>It called through a register that holds neither a function nor a helper.</summary>
    BadCallTarget,

    /// <summary>It waited for a spin lock that nobody gave back.</summary>
    LockHeld,

    /// <summary>It reached an instruction whose CO-RE relocation could not be resolved.</summary>
    UnresolvedRelocation,
}
