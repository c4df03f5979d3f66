namespace Sluice.Verifier.Domain;

/// <summary>How surely a kernel object lives as long as the program looks at it.</summary>
/// <remarks>include/linux/bpf.h, PTR_TRUSTED, MEM_RCU and PTR_UNTRUSTED.</remarks>
enum Trust : byte
{
    /// <summary>Not at all: it may only be read.</summary>
    None,

    /// <summary>Until RCU's section ends.</summary>
    Rcu,

    /// <summary>It is held, or its owner guarantees it.</summary>
    Held,
}
