namespace Sluice.Bpf.Platform;

/// <summary>What an update of a map may do.</summary>
/// <remarks>include/uapi/linux/bpf.h, BPF_ANY and the following.</remarks>
[Flags]
public enum UpdateFlags : ulong
{
    /// <summary>Make a new entry or replace one.</summary>
    Any = 0,

    /// <summary>Only make a new entry: fails with <see cref="Errno.Exists"/>.</summary>
    NoExist = 1,

    /// <summary>Only replace an entry: fails with <see cref="Errno.NotFound"/>.</summary>
    Exist = 2,

    /// <summary>Hold the value's spin lock while copying.</summary>
    Lock = 4,
}
