namespace Sluice.Verifier.Domain;

/// <summary>How surely a kernel object lives as long as the program looks at it.</summary>
/// <remarks>include/linux/bpf.h, PTR_TRUSTED, MEM_RCU and PTR_UNTRUSTED.</remarks>
enum Trust : byte
{
    /// <summary>Not at all: it may only be read.</summary>
    None,

    /// <summary>Nobody says, as of what was read from an object that nobody vouches for: helpers take it, as they always have.</summary>
    Walked,

    /// <summary>Until RCU's section ends.</summary>
    Rcu,

    /// <summary>Its owner guarantees it.</summary>
    Held,
}
