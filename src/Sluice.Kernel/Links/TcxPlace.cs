namespace Sluice.Kernel.Links;

/// <summary>Where among the programs of a TCX hook one is put.</summary>
public readonly record struct TcxPlace
{
    // BPF_F_BEFORE, BPF_F_AFTER, BPF_F_ID and BPF_F_LINK of include/uapi/linux/bpf.h.
    const uint BeforeFlag = 1 << 3, AfterFlag = 1 << 4, IdFlag = 1 << 5, LinkFlag = 1 << 13;

    TcxPlace(uint flags, int id) => (Flags, Id) = (flags, id);

    /// <summary>Behind all others; what the kernel does if nothing is said.</summary>
    public static TcxPlace Last => new(AfterFlag, 0);

    /// <summary>Before all others.</summary>
    public static TcxPlace First => new(BeforeFlag, 0);

    /// <summary>Does the attachment only succeed if nothing has changed since this revision (<see cref="HookState.Revision"/>)? 0 if that does not matter.</summary>
    public ulong ExpectedRevision { get; init; }

    internal uint Flags { get; }

    internal int Id { get; }

    /// <summary>Just before a link.</summary>
    public static TcxPlace BeforeLink(int id) => new(BeforeFlag | IdFlag | LinkFlag, id);

    /// <summary>Just behind a link.</summary>
    public static TcxPlace AfterLink(int id) => new(AfterFlag | IdFlag | LinkFlag, id);

    /// <summary>Just before a program.</summary>
    public static TcxPlace BeforeProgram(int id) => new(BeforeFlag | IdFlag, id);

    /// <summary>Just behind a program.</summary>
    public static TcxPlace AfterProgram(int id) => new(AfterFlag | IdFlag, id);
}
