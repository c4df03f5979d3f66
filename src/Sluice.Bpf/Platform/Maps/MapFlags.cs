namespace Sluice.Bpf.Platform;

/// <summary>Options of a map.</summary>
/// <remarks>include/uapi/linux/bpf.h, BPF_F_NO_PREALLOC and the following.</remarks>
[Flags]
public enum MapFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Memory for entries is taken when they are made.</summary>
    NoPrealloc = 0x1,

    /// <summary>Each CPU evicts from its own list.</summary>
    NoCommonLru = 0x2,

    /// <summary>The map names a NUMA node.</summary>
    NumaNode = 0x4,

    /// <summary>User space may only read.</summary>
    ReadOnly = 0x8,

    /// <summary>User space may only write.</summary>
    WriteOnly = 0x10,

    /// <summary>Stack traces hold build ids.</summary>
    StackBuildId = 0x20,

    /// <summary>The hash seed is zero, so that runs repeat.</summary>
    ZeroSeed = 0x40,

    /// <summary>Programs may only read.</summary>
    ReadOnlyProgram = 0x80,

    /// <summary>Programs may only write.</summary>
    WriteOnlyProgram = 0x100,

    /// <summary>Socket storage is cloned with the socket.</summary>
    Clone = 0x200,

    /// <summary>User space may map the values.</summary>
    Mmapable = 0x400,

    /// <summary>Perf events stay when the descriptor goes.</summary>
    PreserveElements = 0x800,

    /// <summary>Inner maps of an array may differ in size.</summary>
    InnerMap = 0x1000,

    /// <summary>The map is a struct_ops link.</summary>
    Link = 0x2000,

    /// <summary>A path descriptor is given.</summary>
    PathFd = 0x4000,

    /// <summary>The value type is a module's.</summary>
    VtypeBtfObjFd = 0x8000,

    /// <summary>A token descriptor is given.</summary>
    TokenFd = 0x10000,

    /// <summary>Unmapped pages of an arena fault.</summary>
    SegvOnFault = 0x20000,

    /// <summary>Arena pointers are not converted.</summary>
    NoUserConversion = 0x40000,

    /// <summary>Timeouts count from the last update and not from the last use: <see cref="MapType.TimeoutHash"/> only.</summary>
    AbsoluteTimeout = 0x8000_0000,
}
